import { digitsOf } from "../../../common/text/digits";
import * as z from "zod";
import { messageOf } from "../../../common/errors";
import { maskText } from "../../../common/masking";
import type { EndpointAnswer, ApiContext, ApiEndpoint, ApiRequest, SenderNumber } from "../apiEndpoint";
import { textField, validate } from "../drf/drfFields";

const verifyRequest = z.object({ phone_number: textField({ max: 20 }) });

/** POST verify-sender/: is the number among the provider's active sender numbers? */
export function verifySenderEndpoint(context: ApiContext): ApiEndpoint {
  return { path: "/api/v1/messaging/verify-sender/", methods: { POST: (request) => verify(context, request) } };
}

async function verify({ senderNumbers, log }: ApiContext, { readBody }: ApiRequest): Promise<EndpointAnswer> {
  const number = digitsOf(validate(verifyRequest, readBody()).phone_number);
  if (!senderNumbers) return answer(503, false, "솔라피 API가 설정되지 않았습니다.");
  if (number.length < 10) return answer(200, false, "올바른 휴대폰 번호를 입력해 주세요.");
  let registered: readonly SenderNumber[];
  try {
    registered = await senderNumbers();
  } catch (error) {
    const reason = maskText(messageOf(error));
    log.write("ERROR", `Solapi sender list request failed: ${reason}`);
    // The backend answers 200 "not verified" here, but an unreadable list proves nothing about the number.
    return answer(502, false, `솔라피 발신번호 조회 실패: ${reason}`);
  }
  const isActive = registered.some((each) => each.status === "ACTIVE" && digitsOf(each.phoneNumber) === number);
  if (isActive) return answer(200, true, "솔라피에 등록된 발신번호입니다.");
  return answer(
    200,
    false,
    "솔라피에 등록되지 않은 번호입니다. 콘솔(console.solapi.com)에서 발신번호를 등록·인증해 주세요.",
  );
}

const answer = (status: number, verified: boolean, message: string): EndpointAnswer => ({
  status,
  body: { verified, message },
});

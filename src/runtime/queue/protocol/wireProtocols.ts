import type { IncomingMessage } from "node:http";
import { decodeQuery, encodeQueryError, encodeQueryResult } from "./queryProtocol";
import { isFields, type RequestFields } from "./requestFields";
import { SqsError } from "./sqsError";

/** A wire format for requests and answers. Inside the server, both protocols use the JSON protocol's shapes. */
export interface WireProtocol {
  /** Throws `SqsError` for an unreadable request. */
  decode(request: IncomingMessage, body: string): { action: string; input: RequestFields };
  unknownAction(action: string): SqsError;
  success(action: string, result: object, requestId: string): EncodedAnswer;
  failure(error: SqsError, requestId: string): EncodedAnswer;
}

export interface EncodedAnswer {
  contentType: string;
  payload: string;
}

const JSON_TYPE = "application/x-amz-json-1.0";
const TARGET_PREFIX = "AmazonSQS.";

/** AWS JSON 1.0, used by all current SDKs. */
export const jsonProtocol: WireProtocol = {
  decode(request, body) {
    const target = request.headers["x-amz-target"];
    if (request.method !== "POST" || typeof target !== "string" || !target.startsWith(TARGET_PREFIX))
      throw new SqsError(
        "MissingAction",
        `The request must be a POST with the header X-Amz-Target: ${TARGET_PREFIX}<action>.`,
      );
    return { action: target.slice(TARGET_PREFIX.length), input: parseJson(body) };
  },
  unknownAction: (action) => new SqsError("UnknownOperationException", `Unknown operation ${action.slice(0, 100)}`),
  success: (_action, result) => ({ contentType: JSON_TYPE, payload: JSON.stringify(result) }),
  failure: ({ code, message }) => ({
    contentType: JSON_TYPE,
    payload: JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message }),
  }),
};

/** AWS Query: form in, XML out. Used by SDKs before the end of 2023, such as boto3 1.26 in Debian 12. */
export const queryProtocol: WireProtocol = {
  decode: (_request, body) => decodeQuery(body),
  unknownAction: (action) =>
    new SqsError("InvalidAction", `The action ${action.slice(0, 100)} is not valid for this endpoint.`),
  success: (action, result, requestId) => ({
    contentType: "text/xml",
    payload: encodeQueryResult(action, result, requestId),
  }),
  failure: (error, requestId) => ({ contentType: "text/xml", payload: encodeQueryError(error, requestId) }),
};

function parseJson(body: string): RequestFields {
  if (body === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new SqsError("SerializationException", "The request is not valid JSON.");
  }
  if (!isFields(value)) throw new SqsError("SerializationException", "The request must be a JSON object.");
  return value;
}

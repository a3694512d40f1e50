/** How an explanation begins that is about a provider other than Solapi. */
export const systemAnswered = {
  en: "[{system} answered {code}.][ It said: {message}.][Reported: {alone}.]",
  ko: "[{system} 응답: {code}.][ 내용: {message}.][내용: {alone}.]",
};

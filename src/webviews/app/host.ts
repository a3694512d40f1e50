/// <reference lib="dom" />
import type { FromInquiryPage } from "../inquiryProtocol";
import type { FromPhonePage, FromTracePage } from "../protocol";

interface Host {
  postMessage(message: FromTracePage | FromPhonePage | FromInquiryPage): void;
}

declare function acquireVsCodeApi(): Host;

/** VS Code hands it out once per page. */
export const host: Host = acquireVsCodeApi();

/** Messages come from the panel only: a page has no frames and opens no windows. */
export function onMessage<Message>(listener: (message: Message) => void): void {
  window.addEventListener("message", (event: MessageEvent<Message>) => listener(event.data));
}

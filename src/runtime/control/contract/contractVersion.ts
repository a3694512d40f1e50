/**
 * The version of the protocol between the stack's processes and its clients: control HTTP, address file, messages
 * between processes. Raised with each change that the other side would misread.
 */
export const CONTRACT_VERSION = 4;

/** Every answer of the control server carries the version in this header. */
export const CONTRACT_HEADER = "x-messaging-contract";

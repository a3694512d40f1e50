/**
 * The version of what the stack's processes and its clients say to each other: control HTTP, address file, messages
 * between processes. Raised with each change that the other side would misread.
 */
export const CONTRACT_VERSION = 1;

/** Each answer of the control server carries the version in it. */
export const CONTRACT_HEADER = "x-messaging-contract";

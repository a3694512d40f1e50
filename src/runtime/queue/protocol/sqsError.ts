/** An SQS error answer. `code` is the JSON protocol's name (`__type`), `queryCode` the Query protocol's. */
export class SqsError extends Error {
  override readonly name = "SqsError";

  constructor(
    readonly code: string,
    message: string,
    readonly status: number = errorShapes[code]?.status ?? 400,
  ) {
    super(message);
  }

  get queryCode(): string {
    return errorShapes[this.code]?.queryCode ?? this.code;
  }

  get fault(): "Sender" | "Receiver" {
    return this.status >= 500 ? "Receiver" : "Sender";
  }

  /** Creates an error from either protocol's name: `KMS.AccessDeniedException` and `KmsAccessDenied` are the same. */
  static named(name: string, message?: string, status?: number): SqsError {
    const code = Object.keys(errorShapes).find((key) => errorShapes[key]?.queryCode === name) ?? name;
    return new SqsError(code, message ?? errorShapes[code]?.message ?? code, status);
  }
}

export const queueDoesNotExist = (): SqsError =>
  new SqsError("QueueDoesNotExist", "The specified queue does not exist.");

interface ErrorShape {
  /** The Query protocol's name, if it differs. */
  queryCode?: string;
  status?: number;
  /** AWS's message, for errors that faults inject. */
  message?: string;
}

/** Names and statuses from AWS's SQS service model (trait `awsQueryError`) and the signature checks before it. */
const errorShapes: Record<string, ErrorShape> = {
  BatchEntryIdsNotDistinct: { queryCode: "AWS.SimpleQueueService.BatchEntryIdsNotDistinct" },
  BatchRequestTooLong: { queryCode: "AWS.SimpleQueueService.BatchRequestTooLong" },
  EmptyBatchRequest: { queryCode: "AWS.SimpleQueueService.EmptyBatchRequest" },
  InvalidBatchEntryId: { queryCode: "AWS.SimpleQueueService.InvalidBatchEntryId" },
  MessageNotInflight: { queryCode: "AWS.SimpleQueueService.MessageNotInflight" },
  QueueDoesNotExist: {
    queryCode: "AWS.SimpleQueueService.NonExistentQueue",
    message: "The specified queue does not exist.",
  },
  PurgeQueueInProgress: { queryCode: "AWS.SimpleQueueService.PurgeQueueInProgress", status: 403 },
  QueueDeletedRecently: { queryCode: "AWS.SimpleQueueService.QueueDeletedRecently" },
  QueueNameExists: { queryCode: "QueueAlreadyExists" },
  ReceiptHandleIsInvalid: { status: 404 },
  ResourceNotFoundException: { status: 404 },
  TooManyEntriesInBatchRequest: { queryCode: "AWS.SimpleQueueService.TooManyEntriesInBatchRequest" },
  UnsupportedOperation: { queryCode: "AWS.SimpleQueueService.UnsupportedOperation" },
  KmsAccessDenied: {
    queryCode: "KMS.AccessDeniedException",
    message: "The ciphertext refers to a customer master key that does not exist or you are not allowed to access.",
  },
  KmsDisabled: { queryCode: "KMS.DisabledException", message: "The KMS key is disabled." },
  KmsInvalidState: { queryCode: "KMS.InvalidStateException", message: "The state of the KMS key is not valid." },
  KmsNotFound: { queryCode: "KMS.NotFoundException", message: "The KMS key could not be found." },
  KmsThrottled: { queryCode: "KMS.ThrottlingException", message: "KMS is throttling requests." },
  RequestThrottled: { status: 403, message: "Request is throttled." },
  OverLimit: { status: 403, message: "Too many messages in flight." },
  AccessDenied: {
    status: 403,
    message: "Access to the resource is denied: no identity-based policy allows the action.",
  },
  MissingAuthenticationToken: { status: 403, message: "Request is missing Authentication Token" },
  InvalidClientTokenId: { status: 403, message: "The security token included in the request is invalid." },
  SignatureDoesNotMatch: {
    status: 403,
    message:
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.",
  },
  ExpiredToken: { status: 403, message: "The security token included in the request is expired" },
  ServiceUnavailable: { status: 503, message: "Service is unavailable." },
  InternalFailure: { status: 500, message: "The request failed because of an internal error." },
};

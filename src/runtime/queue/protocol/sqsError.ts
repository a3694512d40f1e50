/** An error as SQS answers it: `code` is the JSON protocol's name (`__type`), `queryCode` the Query protocol's. */
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

  /** From either protocol's name for it: `KMS.AccessDeniedException` and `KmsAccessDenied` are the same error. */
  static named(name: string, message?: string, status?: number): SqsError {
    const code = Object.keys(errorShapes).find((key) => errorShapes[key]?.queryCode === name) ?? name;
    return new SqsError(code, message ?? errorShapes[code]?.message ?? code, status);
  }
}

export const queueDoesNotExist = (): SqsError =>
  new SqsError("QueueDoesNotExist", "The specified queue does not exist.");

interface ErrorShape {
  /** Where the Query protocol's name differs. */
  queryCode?: string;
  status?: number;
  /** What AWS says, where the error is produced on purpose (faults). */
  message?: string;
}

/** Names and statuses of AWS's own SQS service model (trait `awsQueryError`) and of the signature checks before it. */
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

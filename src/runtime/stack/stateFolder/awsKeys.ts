import type { StackKeys } from "../../control/stackContract";

/** The stack's own SQS keys as variables. */
export const awsVariables = ({ awsAccessKeyId, awsSecretAccessKey }: StackKeys) => ({
  AWS_ACCESS_KEY_ID: awsAccessKeyId,
  AWS_SECRET_ACCESS_KEY: awsSecretAccessKey,
});

/** The same as an SDK takes them. */
export const credentialsOf = ({ awsAccessKeyId, awsSecretAccessKey }: StackKeys) => ({
  accessKeyId: awsAccessKeyId,
  secretAccessKey: awsSecretAccessKey,
});

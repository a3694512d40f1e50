/** The environment variable of each secret, used where there is no SecretStorage (command line, tests). */
export const secretVariables = {
  apiToken: "MESSAGING_API_TOKEN",
  apiRefreshToken: "MESSAGING_API_REFRESH_TOKEN",
  databaseUrl: "DATABASE_URL",
  solapiApiKey: "SOLAPI_API_KEY",
  solapiApiSecret: "SOLAPI_API_SECRET",
} as const;

export type SecretName = keyof typeof secretVariables;

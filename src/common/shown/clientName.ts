/** Clients by how their user agents begin; a library that names several products comes before its parts. */
const CLIENTS: readonly (readonly [RegExp, string])[] = [
  [/^boto3\//i, "Python boto3"],
  [/^aiobotocore\//i, "Python aiobotocore"],
  [/^botocore\//i, "Python botocore"],
  [/^aws-sdk-js\//i, "Node AWS SDK"],
  [/^aws-sdk-java\//i, "Java AWS SDK"],
  [/^aws-sdk-go/i, "Go AWS SDK"],
  [/^aws-sdk-(?:dotnet|net)/i, ".NET AWS SDK"],
  [/^aws-sdk-ruby/i, "Ruby AWS SDK"],
  [/^aws-sdk-php/i, "PHP AWS SDK"],
  [/^aws-sdk-rust/i, "Rust AWS SDK"],
  [/^aws-cli\//i, "AWS CLI"],
  [/^python-requests\//i, "Python requests"],
  [/^python-httpx\//i, "Python httpx"],
  [/^python-urllib3\//i, "Python urllib3"],
  [/^python-urllib\//i, "Python urllib"],
  [/^python\/\S+ aiohttp\//i, "Python aiohttp"],
  [/^(?:node|undici)$/i, "Node fetch"],
  [/^axios\//i, "Node axios"],
  [/^go-http-client\//i, "Go HTTP"],
  [/^okhttp\//i, "Java OkHttp"],
  [/^java-http-client\//i, "Java HTTP"],
  [/^curl\//i, "curl"],
  [/^wget\//i, "wget"],
];

const MAX_NAME = 60;

/** A program by its user agent, as people call it: "Python boto3". An unknown one is called by its first product. */
export function clientName(userAgent: string): string {
  const known = CLIENTS.find(([start]) => start.test(userAgent));
  return known?.[1] ?? (userAgent.slice(0, MAX_NAME).split(" ")[0] || "?");
}

import type { Place } from "./discovery";

export interface AwsProfile {
  name: string;
  region?: string;
  at: Place;
}

/** Names and regions of the profiles in `~/.aws/config`. Keeps nothing else. */
export function parseAwsProfiles(text: string, file: string): AwsProfile[] {
  const profiles: AwsProfile[] = [];
  let current: AwsProfile | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const section = /^\s*\[([^\]]*)\]/.exec(line)?.[1]?.trim();
    if (section !== undefined) {
      const [, name] = /^(?:profile\s+)?["']?([^"'\s][^"']*?)["']?$/.exec(section) ?? [];
      const isProfile = name === "default" || section.startsWith("profile ");
      current = isProfile && name ? { name, at: { file, line: index + 1 } } : undefined;
      if (current) profiles.push(current);
      continue;
    }
    const [, region] = /^region\s*=\s*(\S+)/.exec(line) ?? [];
    if (current && region) current.region = region;
  }
  return profiles;
}

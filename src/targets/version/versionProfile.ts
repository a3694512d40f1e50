/** The two generations of the backend that are known; anything else is treated as neither. */
export type Generation = "2026-03" | "2026-08";

/** One thing that tells a generation, and where it was seen. */
export interface VersionSign {
  says: Generation;
  /** 0 to 1: how far it alone would be believed. */
  weight: number;
  /** "NotificationLog has the column provider_message_id". */
  what: string;
  where?: SourceLocation;
}

export interface SourceLocation {
  /** As the source was given: absolute where it is to be opened. */
  file: string;
  /** 1-based. */
  line: number;
}

/** What is the same in every installation of a generation. */
export interface GenerationFacts {
  /** Whether the worker reads Tenant.messaging_sender, or only SOLAPI_SENDER of its environment. */
  sender: "honoured" | "ignored";
  queueName: string;
  visibilityTimeoutSeconds: number;
  maxReceiveCount: number;
  modes: readonly ("sms" | "alimtalk" | "both")[];
}

export const generationFacts: Record<Generation, GenerationFacts> = {
  "2026-03": {
    sender: "honoured",
    queueName: "academy-messaging-jobs",
    visibilityTimeoutSeconds: 60,
    maxReceiveCount: 3,
    modes: ["sms", "alimtalk", "both"],
  },
  "2026-08": {
    sender: "ignored",
    queueName: "academy-v1-messaging-queue",
    visibilityTimeoutSeconds: 900,
    maxReceiveCount: 5,
    modes: ["alimtalk"],
  },
};

export const generations = Object.keys(generationFacts) as Generation[];

export interface VersionProfile {
  /** Absent where the signs are too few or contradict each other. */
  generation?: Generation;
  /** 0 to 1. */
  confidence: number;
  facts?: GenerationFacts;
  signs: readonly VersionSign[];
  /** Where the workspace's code takes the sender from, to be shown. */
  senderSource?: SourceLocation;
}

/** The signs that told the generation, in words. */
export const toldBy = ({ generation, signs }: VersionProfile): string =>
  signs
    .filter(({ says }) => says === generation)
    .map(({ what }) => what)
    .join("; ");

/** The signs that say otherwise, in words; of an unknown generation all of them. "" where there are none. */
export const contradictedBy = ({ generation, signs }: VersionProfile): string =>
  signs
    .filter(({ says }) => says !== generation)
    .map(({ says, what }) => `${says}: ${what}`)
    .join("; ");

/** Fewer or weaker signs than this name no generation: a wrong one would hide a fix that helps. */
const LEAST_CONFIDENCE = 0.6;

/** Independent signs add up, and those that say otherwise take away. */
export function profileOf(signs: readonly VersionSign[], senderSource?: SourceLocation): VersionProfile {
  const march = strengthOf(signs, "2026-03");
  const august = strengthOf(signs, "2026-08");
  const [generation, confidence] =
    march >= august ? (["2026-03", march * (1 - august)] as const) : (["2026-08", august * (1 - march)] as const);
  const isKnown = confidence >= LEAST_CONFIDENCE;
  return {
    ...(isKnown && { generation, facts: generationFacts[generation] }),
    confidence: Math.round(confidence * 100) / 100,
    signs,
    ...(senderSource && { senderSource }),
  };
}

const strengthOf = (signs: readonly VersionSign[], generation: Generation) =>
  1 - signs.filter(({ says }) => says === generation).reduce((doubt, { weight }) => doubt * (1 - weight), 1);

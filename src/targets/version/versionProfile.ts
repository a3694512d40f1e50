/** The two known generations of the backend; any other is treated as neither. */
export type Generation = "2026-03" | "2026-08";

/** A sign of a generation, and where it was found. */
export interface VersionSign {
  says: Generation;
  /** 0 to 1: the confidence that this sign alone gives. */
  weight: number;
  /** "NotificationLog has the column provider_message_id". */
  what: string;
  where?: SourceLocation;
}

export interface SourceLocation {
  /** Path as given by the source: absolute if it is to be opened. */
  file: string;
  /** 1-based. */
  line: number;
}

/** Facts shared by every installation of a generation. */
export interface GenerationFacts {
  /** Whether the worker reads Tenant.messaging_sender, or only SOLAPI_SENDER from its environment. */
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
  /** Absent if the signs are too few or contradictory. */
  generation?: Generation;
  /** 0 to 1. */
  confidence: number;
  facts?: GenerationFacts;
  signs: readonly VersionSign[];
  /** Where the workspace's code reads the sender, for display. */
  senderSource?: SourceLocation;
}

/** The signs of the recognised generation, in words. */
export const toldBy = ({ generation, signs }: VersionProfile): string =>
  signs
    .filter(({ says }) => says === generation)
    .map(({ what }) => what)
    .join("; ");

/** The contradicting signs, in words; for an unknown generation all signs. "" if there are none. */
export const contradictedBy = ({ generation, signs }: VersionProfile): string =>
  signs
    .filter(({ says }) => says !== generation)
    .map(({ says, what }) => `${says}: ${what}`)
    .join("; ");

/** Below this confidence no generation is named: a wrong one would hide a fix that helps. */
const LEAST_CONFIDENCE = 0.6;

/** Independent signs add up; contradicting signs subtract. */
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

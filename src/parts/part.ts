import type { FastifyInstance } from 'fastify';

/** Something that operators should be able to see is well. */
export interface Check {
  readonly name: string;
  /** Rejects when it cannot be told. */
  look(): Promise<CheckResult>;
}

export interface CheckResult {
  readonly ok: boolean;
  readonly detail: string;
  /** Says what operators should look at; the service is ready all the same. */
  readonly advisory?: true;
}

/** A number that Prometheus asks for. */
export interface Gauge {
  readonly name: string;
  readonly help: string;
  /** Only ever rises. */
  readonly isCounter?: true;
  readonly labels?: readonly string[];
  /** Says how the whole is, whoever is asked: of several processes one tells it, so that it adds up. */
  readonly isOfAll?: true;
  /** Null when it cannot be told now: what was told last stands. */
  read(): Reading | Promise<Reading>;
}

/** Durations that were added up as they came, by what they are of. */
export interface Durations {
  readonly name: string;
  readonly help: string;
  /** One at least. */
  readonly labels: readonly string[];
  /** In seconds, rising. */
  readonly bounds: readonly number[];
  read(): readonly AddedUp[];
}

export interface AddedUp {
  /** In the order of the labels. */
  readonly values: readonly string[];
  /** How many stayed within each bound and beyond the one before; the last one beyond all. */
  readonly counts: readonly number[];
  readonly sumSeconds: number;
}

export type Reading = number | null | readonly LabelledValue[];

export interface LabelledValue {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One reading for all who ask meanwhile. */
export function shared<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };
}

/**
 * A part of the service: what runs by itself, what answers requests, or both. Parts are started in their order. At the end every one
 * drains first (streams end, readiness falls), then HTTP ends, then they stop in reverse: what a part
 * needs is there as long as it is.
 */
export interface Part {
  /** Registers the operations that it answers, once all parts have started. */
  routes?(app: FastifyInstance): Promise<void>;
  start?(): unknown;
  drain?(): unknown;
  stop?(): unknown;
  readonly checks?: readonly Check[];
  readonly gauges?: readonly Gauge[];
  readonly durations?: readonly Durations[];
}

/** Starts the parts, each when the one before it has started. */
export async function startParts(parts: readonly Part[]): Promise<void> {
  for (const part of parts) await part.start?.();
}

/** Begins the end: nothing new is taken on. */
export async function drainParts(parts: readonly Part[]): Promise<void> {
  await Promise.all(parts.map((part) => part.drain?.()));
}

/** Stops the parts, the last one first, each when the one after it has stopped. */
export async function stopParts(parts: readonly Part[]): Promise<void> {
  for (const part of parts.toReversed()) await part.stop?.();
}

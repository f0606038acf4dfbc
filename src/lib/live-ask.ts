import { z } from 'zod';
import { FeedAsk, type FeedAnswer } from '#schema/feed.ts';
import { KpiAsk, type KpiAnswer } from '#schema/kpi.ts';

/** What a page may ask over its live connection: a number, or one of the wall's lists. */
export const LiveAsk = z.union([KpiAsk, FeedAsk]);
export type LiveAsk = KpiAsk | FeedAsk;
export type LiveAnswer = KpiAnswer | FeedAnswer;

/** The answers in the order of their questions; null where one failed. */
export type LiveAnswers = (LiveAnswer | null)[];

export const isFeed = (ask: LiveAsk): ask is FeedAsk => 'feed' in ask;

/** What a question or an answer is about: an answer to what a page no longer asks is told by it. */
export const subjectOf = (of: LiveAsk | LiveAnswer): string => ('feed' in of ? of.feed : of.kpi);

/** As of when an answer is, ms; null where there is none. */
export const asOf = (answer: LiveAnswer | null): number | null => answer && Date.parse(answer.as_of);

const names = new WeakMap<readonly LiveAsk[], string>();

/** A short name for questions, the same for the same ones in the same order: under it a page is told how old the answers are. */
export function nameOf(asks: readonly LiveAsk[]): string {
	const known = names.get(asks);
	if (known !== undefined) return known;
	let hash = 0;
	for (const letter of JSON.stringify(asks)) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0;
	const name = `${asks.length}.${(hash >>> 0).toString(36)}`;
	names.set(asks, name);
	return name;
}

/** The live connection of a screen that was revoked is closed with this. */
export const REVOKED = 4403;

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

/** The live connection of a screen that was revoked is closed with this. */
export const REVOKED = 4403;

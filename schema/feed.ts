import { z } from 'zod';
import { Annotation } from './annotation.ts';

/**
 * What a wall lists beside its numbers: promises to act upon and how many left that list undone, complaints with their countdown, what customers just answered, what agents are
 * doing, what happened or was decided today, and what is promised. Each is a view in ClickHouse; rows are what it tells as of a moment, `counts` are of all there is and not only of the
 * rows that fit.
 */
export const FeedId = z.enum([
	'actions',
	'forgotten',
	'complaints',
	'answers',
	'staff',
	'annotations',
	'standards'
]);
export type FeedId = z.infer<typeof FeedId>;

const Group = z.string().max(200);

/** So many promises that broke, or were escalated, last stand in a live queue beside its first rows: news at the end of a long one too. */
export const LATEST_BREACHES = 20;

/** So many days a broken promise that is not done, and upon which nobody acts, is remembered: one of them in the queue, then counted. */
export const FORGOTTEN_DAYS = 7;

/** A promise said to be broken before it falls due is looked for so many days ahead. */
export const AHEAD_DAYS = 31;

/** One question of a feed: the first `limit` rows of these teams and channels; empty: of all. */
export const FeedAsk = z.object({
	feed: FeedId,
	teams: z.array(Group).max(100).default([]),
	channels: z.array(Group).max(100).default([]),
	limit: z.int().min(1).max(200).default(20)
});
export type FeedAsk = z.infer<typeof FeedAsk>;

const text = z.string().default('');
const time = z.string();
const maybe = z.string().nullable().default(null);
const count = z.int().min(0).default(0);
const who = { team: text, agent: text, channel: text, tier: text, topic: text };

/** A promise somebody has to act upon: broken, or about to break. */
export const ActionRow = z.object({
	/** Of the ledger: what `breach.acknowledged` names. */
	promise_id: z.string(),
	case_id: z.string(),
	/** Which promise: a metric of the standards, or promise:KIND. */
	metric: z.string(),
	/** broken, or at_risk: it will break soon, and nobody has said that they act; acted: somebody has, but what was promised is still not done. */
	state: z.enum(['broken', 'at_risk', 'acted']),
	made_at: time,
	due_at: time,
	/** When it broke; null while it is not. */
	breach_at: maybe,
	/** When what was promised was done, too late; null: it is not. */
	done_at: maybe,
	/** Who answers for it: the agent, else the team. */
	owner: text,
	...who,
	/** Money the customer was worth in the last 365 days; null: not known. */
	customer_value: z.number().nullable().default(null),
	acknowledged_at: maybe,
	acknowledged_by: text,
	/** What was noted of it last, by whom and when. */
	note: text,
	noted_by: text,
	noted_at: maybe,
	/** When nobody had acted 15 minutes after it broke, and the next level was told. */
	escalated_at: maybe
});
export type ActionRow = z.infer<typeof ActionRow>;

/** A complaint that is not remedied: its time runs from its receipt, as the standard in force says (24 hours by the calendar where there is none). */
export const ComplaintRow = z.object({
	case_id: z.string(),
	received_at: time,
	due_at: time,
	/** From when on it is at risk. */
	soon_at: time,
	...who,
	reason: text,
	acknowledged_at: maybe,
	/** The customer complained before of the same, and it was remedied. */
	relapse: z.boolean().default(false)
});
export type ComplaintRow = z.infer<typeof ComplaintRow>;

/** What a customer answered, the latest first. Comments are on no wall: they may name people. */
export const AnswerRow = z.object({
	case_id: z.string(),
	at: time,
	...who,
	instrument: z.string(),
	score: z.number(),
	scale: z.int(),
	/** Whether it counts as satisfied (csat), a promoter (nps) or easy (ces). */
	good: z.boolean()
});
export type AnswerRow = z.infer<typeof AnswerRow>;

/** How many agents of a team are in which state. */
export const StaffRow = z.object({
	team: z.string(),
	available: count,
	busy: count,
	away: count,
	offline: count
});
export type StaffRow = z.infer<typeof StaffRow>;

/** What happened or was decided on a day, as it stands beside the day's course. */
export const AnnotationRow = Annotation.pick({
	kind: true,
	first_day: true,
	last_day: true,
	text: true,
	teams: true
});
export type AnnotationRow = z.infer<typeof AnnotationRow>;

/** What is promised now: one standard in force with a time of its own. Empty: every team, channel or tier. */
export const StandardRow = z.object({
	metric: z.string(),
	team: text,
	channel: text,
	tier: text,
	threshold_s: z.number(),
	clock: z.enum(['calendar', 'business'])
});
export type StandardRow = z.infer<typeof StandardRow>;

/** The row of each feed. */
export const FEED_ROWS = {
	actions: ActionRow,
	forgotten: ActionRow,
	complaints: ComplaintRow,
	answers: AnswerRow,
	staff: StaffRow,
	annotations: AnnotationRow,
	standards: StandardRow
} as const;

/** What is counted of all there is, not only of the rows that fit. */
export const FEED_COUNTS = {
	actions: z.object({ broken: count, at_risk: count, acted: count }),
	forgotten: z.object({ promises: count }),
	complaints: z.object({ open: count, late: count, soon: count }),
	answers: z.object({ today: count }),
	staff: z.object({ available: count, busy: count, away: count, offline: count }),
	annotations: z.object({ today: count }),
	standards: z.object({ in_force: count })
} as const;

export type FeedRows = { [Id in FeedId]: z.infer<(typeof FEED_ROWS)[Id]> };
export type FeedCounts = { [Id in FeedId]: z.infer<(typeof FEED_COUNTS)[Id]> };

/** The answer to a feed's question. `as_of`: the server's clock when asked; `watermark`: the latest event known then. */
export type FeedAnswer<Id extends FeedId = FeedId> = {
	[One in Id]: {
		feed: One;
		as_of: string;
		watermark: string | null;
		rows: FeedRows[One][];
		counts: FeedCounts[One];
	};
}[Id];

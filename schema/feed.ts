import { z } from 'zod';
import { Annotation } from './annotation.ts';

/**
 * What a wall lists beside its numbers: promises to act upon, complaints with their countdown, what customers just answered, what agents are
 * doing, and what happened or was decided today. Each is a view in ClickHouse; rows are what it tells as of a moment, `counts` are of all there is and not only of the
 * rows that fit.
 */
export const FeedId = z.enum(['actions', 'complaints', 'answers', 'staff', 'annotations']);
export type FeedId = z.infer<typeof FeedId>;

const Group = z.string().max(200);

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

/** A promise somebody has to act upon: broken and not acknowledged, or about to break. */
export const ActionRow = z.object({
	/** Of the ledger: what `breach.acknowledged` names. */
	promise_id: z.string(),
	case_id: z.string(),
	/** Which promise: a metric of the standards, or promise:KIND. */
	metric: z.string(),
	/** broken: nobody has said that they act; acted: somebody has, but what was promised is still not done; at_risk: it will break soon. */
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
	note: text,
	/** When nobody had acted 15 minutes after it broke, and the next level was told. */
	escalated_at: maybe
});
export type ActionRow = z.infer<typeof ActionRow>;

/** A complaint that is not remedied: its 24 hours run from its receipt, by the calendar. */
export const ComplaintRow = z.object({
	case_id: z.string(),
	received_at: time,
	due_at: time,
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

/** The row of each feed. */
export const FEED_ROWS = {
	actions: ActionRow,
	complaints: ComplaintRow,
	answers: AnswerRow,
	staff: StaffRow,
	annotations: AnnotationRow
} as const;

/** What is counted of all there is, not only of the rows that fit. */
export const FEED_COUNTS = {
	actions: z.object({ broken: count, at_risk: count, acted: count }),
	complaints: z.object({ open: count, late: count, soon: count }),
	answers: z.object({ today: count }),
	staff: z.object({ available: count, busy: count, away: count, offline: count }),
	annotations: z.object({ today: count })
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

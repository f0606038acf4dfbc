import { z } from 'zod';
import { FEED_COUNTS, FEED_ROWS, FeedId, type FeedAnswer } from '#schema/feed.ts';
import { Freshness } from './freshness.ts';
import { SourcesState } from '#schema/source-state.ts';
import { KPI_ROWS, KpiId, type KpiAnswer, type Pulse } from '#schema/kpi.ts';

const PulseMessage = z.object({
	as_of: z.string(),
	watermark: z.string().nullable(),
	last_received: z.string().nullable(),
	simulated: z.boolean(),
	real: z.boolean(),
	trouble: z.literal('clickhouse').nullable()
}) satisfies z.ZodType<Pulse>;

const Answer = z
	.object({
		kpi: KpiId,
		version: z.number(),
		from: z.string(),
		to: z.string(),
		as_of: z.string(),
		watermark: z.string().nullable(),
		rows: z.array(z.unknown())
	})
	.transform((answer): KpiAnswer => ({ ...answer, rows: z.array(KPI_ROWS[answer.kpi]).parse(answer.rows) }));

const List = z
	.object({
		feed: FeedId,
		as_of: z.string(),
		watermark: z.string().nullable(),
		rows: z.array(z.unknown()),
		counts: z.unknown()
	})
	.transform(({ feed, rows, counts, ...answer }): FeedAnswer => {
		const read = { rows: z.array(FEED_ROWS[feed]).parse(rows), counts: FEED_COUNTS[feed].parse(counts) };
		return { ...answer, feed, ...read } as FeedAnswer;
	});

/** What the live connection says: how the server is, how what feeds it is, which version of each board and of the pages there is, how old the answers are, and those that changed, by the place of their question. */
const LiveMessage = z.object({
	pulse: PulseMessage.optional(),
	sources: SourcesState.optional(),
	fresh: Freshness.optional(),
	boards: z.record(z.string(), z.int()).optional(),
	build: z.string().optional(),
	answers: z
		.array(
			z.object({
				index: z.int().min(0),
				at: z.number().nullable().optional(),
				answer: z.union([Answer, List]).nullable()
			})
		)
		.optional()
});
export type LiveMessage = z.infer<typeof LiveMessage>;

const Build = z.object({ build: z.string() });

/** Which version of the pages a server has, also where all else it says is not understood; undefined where it does not say. */
export function readBuild(text: string): string | undefined {
	try {
		return Build.safeParse(JSON.parse(text)).data?.build;
	} catch {
		return undefined;
	}
}

/** Reads a message; null for what this page does not understand (a newer server, say). */
export function readMessage(text: string): LiveMessage | null {
	try {
		return LiveMessage.parse(JSON.parse(text));
	} catch {
		return null;
	}
}

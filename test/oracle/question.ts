import { bucketOf, lastOf, type Grain } from './bucket.ts';
import type { Spell } from './clocks.ts';
import { dimensionOf, type Happened } from './history.ts';
import { DEFAULT_RULES, type Rules } from './standards.ts';

export const DIMENSIONS = ['team', 'agent', 'channel', 'tier', 'topic'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export type Question = {
	kpi: string;
	from: string;
	to: string;
	as_of: string;
	by?: Dimension | undefined;
	grain: Grain;
	zone: string;
	teams?: string[] | undefined;
	channels?: string[] | undefined;
	threshold_s?: number | undefined;
	/** What the company has laid down; the defaults unless said. */
	rules?: Rules | undefined;
	/** In which the clocks of sources were wrong. */
	spells?: Spell[] | undefined;
};

/** As of when a bucket is judged by what the company has set: when it ended; a running one by what holds now. */
export const judgedOf = ({ grain, zone, to, as_of }: Question, at: number) =>
	Math.min(Date.parse(as_of), lastOf(at, grain, zone, Date.parse(to)));

export const rulesOf = ({ rules = DEFAULT_RULES }: Question) => rules;

/** One of the teams or channels is asked for. */
export const isNarrowed = ({ teams = [], channels = [] }: Question) => teams.length + channels.length > 0;

/** What a KPI counts, one by one: placed in time and attributed by the event that sets its basis. */
export type Item = { at: number } & Record<Dimension, string>;

export type Summary = {
	value: number | null;
	n: number;
	numerator: number;
	denominator: number;
	immature: number;
	[beside: string]: unknown;
};

export type OracleRow = Summary & { group: string | null; bucket: string | null };

/** Where an item stands: the time of its basis, and the dimensions as of that event. */
export function placed(events: Happened[], basis: Happened): Item {
	const dimension = (name: Dimension) => dimensionOf(events, basis, name);
	return {
		at: basis.at,
		team: dimension('team'),
		agent: dimension('agent'),
		channel: dimension('channel'),
		tier: dimension('tier'),
		topic: dimension('topic')
	};
}

const wanted = (list: string[] | undefined, value: string) =>
	list === undefined || list.length === 0 || list.includes(value);

/** It is of a team and a channel that is asked for. */
export const isWanted = ({ team, channel }: Pick<Item, 'team' | 'channel'>, question: Question) =>
	wanted(question.teams, team) && wanted(question.channels, channel);

const isAsked = (item: Item, question: Question) =>
	item.at >= Date.parse(question.from) && item.at < Date.parse(question.to) && isWanted(item, question);

/** Sorts the items that are asked for into groups and buckets, and sums each up; `judged`: as of when its weights and marks hold. */
export function rowsOf<I extends Item>(
	items: I[],
	question: Question,
	summary: (items: I[], judged: number) => Summary
): OracleRow[] {
	type Cell = { group: string | null; bucket: string | null; judged: number; items: I[] };
	const cells = new Map<string, Cell>();
	if (!question.by && question.grain === 'total')
		cells.set('[null,null]', { group: null, bucket: null, judged: judgedOf(question, 0), items: [] });
	for (const item of items) {
		if (!isAsked(item, question)) continue;
		const group = question.by ? item[question.by] : null;
		const bucket = bucketOf(item.at, question.grain, question.zone);
		const key = JSON.stringify([group, bucket]);
		const cell = cells.get(key) ?? { group, bucket, judged: judgedOf(question, item.at), items: [] };
		cell.items.push(item);
		cells.set(key, cell);
	}
	return [...cells.values()].map((cell) => ({
		group: cell.group,
		bucket: cell.bucket,
		...summary(cell.items, cell.judged)
	}));
}

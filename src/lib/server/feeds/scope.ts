import type { FeedAsk } from '#schema/feed.ts';
import { moment } from '../kpi/moment.ts';

/** The parameters of a feed's view, bound as values. */
export const SCOPE = /* sql */ `
	as_of    = {as_of:DateTime64(3, 'UTC')},
	teams    = {teams:Array(String)},
	channels = {channels:Array(String)}`;

/** The first rows, in the order the view says. */
export const FIRST = /* sql */ `ORDER BY place LIMIT {limit:UInt32}`;

export const scopeOf = ({ teams, channels, limit }: FeedAsk, asOf: number) => ({
	as_of: moment(asOf),
	teams,
	channels,
	limit
});

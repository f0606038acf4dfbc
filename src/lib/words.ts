import { m } from './paraglide/messages.js';
import type { Grain, GroupBy } from '#schema/kpi.ts';
import type { Share } from './evidence.ts';
import { evidence } from './evidence.ts';
import type { Headline, Range } from './question.ts';
import type { Screen } from './screen.ts';

/** The words for what the schema spells in code. */

export const kpiName: Record<Headline, () => string> = {
	first_response: m.kpi_first_response,
	first_contact_resolution: m.kpi_first_contact_resolution,
	complaint_recovery: m.kpi_complaint_recovery,
	satisfaction: m.kpi_satisfaction
};

/** What the share of each headline is a share of. */
export const kpiShare: Record<Headline, () => string> = {
	first_response: m.share_first_response,
	first_contact_resolution: m.share_first_contact_resolution,
	complaint_recovery: m.share_complaint_recovery,
	satisfaction: m.share_satisfaction
};

export const rangeName: Record<Range, () => string> = {
	today: m.range_today,
	'7d': m.range_7d,
	'30d': m.range_30d,
	'90d': m.range_90d,
	all: m.range_all
};

export const groupName: Record<GroupBy, () => string> = {
	team: m.by_team,
	agent: m.by_agent,
	channel: m.by_channel,
	tier: m.by_tier,
	topic: m.by_topic
};

const CHANNELS: Record<string, () => string> = {
	phone: m.channel_phone,
	chat: m.channel_chat,
	email: m.channel_email,
	web: m.channel_web,
	counter: m.channel_counter,
	social: m.channel_social,
	other: m.channel_other
};

const TIERS: Record<string, () => string> = {
	diamond: m.tier_diamond,
	gold: m.tier_gold,
	silver: m.tier_silver,
	vip: m.tier_vip,
	standard: m.tier_standard,
	other: m.tier_other
};

/** A name people gave stays theirs; ours are translated; none at all is "unknown". */
export const nameOf = (value: string) => value || m.unknown();
export const channelName = (channel: string) => CHANNELS[channel]?.() ?? nameOf(channel);
export const tierName = (tier: string) => TIERS[tier]?.() ?? nameOf(tier);

export function memberName(by: GroupBy, group: string) {
	if (by === 'channel') return channelName(group);
	return by === 'tier' ? tierName(group) : nameOf(group);
}

/** A share in words: "4 of 5", "93.2 %", "–". */
export function shareText({ share, numerator, denominator }: Share, screen: Screen) {
	if (share === null) return m.no_data();
	return evidence(denominator) === 'few'
		? m.count_of({ kept: screen.count(numerator), all: screen.count(denominator) })
		: screen.plain(screen.share(share));
}

/** When a bucket is, in words. */
export function bucketText(time: number, grain: Grain, screen: Screen) {
	if (grain === 'hour')
		return `${screen.moment(time, 'weekday')} ${screen.moment(time, 'time')}–${screen.moment(time + 3_600_000, 'time')}`;
	if (grain === 'week') return m.week_of({ date: screen.moment(time, 'date') });
	return screen.moment(time, 'weekday');
}

const DAY_MS = 23 * 3_600_000;

/** From when to when, in words: days, or the hours of one. */
export function periodText({ from, to }: { from: string; to: string }, screen: Screen) {
	const [first, end] = [Date.parse(from), Date.parse(to)];
	return end - first < DAY_MS ? bucketText(first, 'hour', screen) : screen.dates(first, end - 1);
}

const BREAKDOWNS: Record<GroupBy, () => string> = {
	team: m.breakdown_team,
	agent: m.breakdown_agent,
	channel: m.breakdown_channel,
	tier: m.by_tier,
	topic: m.by_topic
};
export const breakdownTitle = (by: GroupBy) => BREAKDOWNS[by]();

import { CATALOGUE } from '#schema/catalogue.ts';
import { KpiId } from '#schema/kpi.ts';
import type { NotPublished, PublishedReview } from '#schema/published-review.ts';
import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';
import { channelName, nameOf } from '../words.ts';

/** What the parts of a review are called that are no KPI. */
const PARTS: Record<string, () => string> = {
	broken: m.weekly_broken_title,
	recovery: m.weekly_recovery_title,
	perception: m.weekly_perception_title,
	iceberg: m.weekly_iceberg_title,
	staff: m.weekly_staff_title,
	scorecards: m.weekly_scorecards_title,
	quadrant: m.weekly_quadrant_title,
	handovers: m.weekly_handovers_title,
	shared: m.weekly_shared_title,
	decisions: m.decisions_title,
	annotations: m.annotations
};

function partName(part: string, screen: Screen): string {
	const kpi = KpiId.safeParse(part.replace('year_ago.', ''));
	if (!kpi.success) return PARTS[part]?.() ?? part;
	const name = CATALOGUE[kpi.data].name[screen.locale];
	return part.startsWith('year_ago.') ? m.published_year_ago({ name }) : name;
}

/** Names as a list. */
export const listText = (names: string[], screen: Screen) =>
	names.join(screen.locale === 'zh-CN' ? '、' : ', ');

/** Why a review was not published, and what to do. */
export function notPublishedText({ reason, detail, missing }: NotPublished, screen: Screen): string {
	if (reason === 'running') return m.published_no_running();
	if (reason === 'not_reported') return m.published_no_not_reported();
	if (reason === 'empty') return m.published_no_empty();
	if (missing.length === 0) return m.published_no({ detail });
	return m.published_no_missing({
		names: listText([...new Set(missing.map((part) => partName(part, screen)))], screen)
	});
}

type Of = Pick<PublishedReview, 'teams' | 'channels'>;

/** Of which teams and channels a review is. */
export const ofText = ({ teams, channels }: Of, screen: Screen) =>
	teams.length + channels.length === 0
		? m.all_teams()
		: listText([...teams.map(nameOf), ...channels.map(channelName)], screen);

/** When it was published and by whom. */
export const publishedText = ({ published_at, by }: PublishedReview, screen: Screen) =>
	m.published_when_by({ time: screen.moment(published_at, 'minute'), by });

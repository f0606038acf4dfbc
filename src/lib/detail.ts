import type { KpiRow } from '#schema/kpi.ts';
import { m } from './paraglide/messages.js';
import type { Screen } from './screen.ts';
import { shareText } from './words.ts';

/** One more figure that always stands beside a headline number. */
export type Detail = { name: string; value: string };

type Part = { numerator: number; denominator: number; immature?: number };

/** What a number is never shown without: a duration's spread, a recovery's steps, a score's distribution. */
export function detailsOf(row: KpiRow | undefined, screen: Screen): Detail[] {
	if (!row) return [];
	if ('p50' in row) return durations(row);
	if ('remedied' in row) return recovery(row);
	if ('sent' in row) return scores(row);
	if ('confirmed' in row)
		return [
			{ name: m.detail_confirmed_fcr(), value: part(row.confirmed) },
			{ name: m.detail_unidentified(), value: screen.count(row.unidentified) }
		];
	return [];

	function durations({ p50, p90, p95, max }: Extract<KpiRow, { p50: unknown }>): Detail[] {
		const said = (seconds: number | null) =>
			seconds === null ? m.no_data() : screen.plain(screen.duration(seconds));
		return [
			{ name: m.detail_p50(), value: said(p50) },
			{ name: m.detail_p90(), value: said(p90) },
			{ name: m.detail_p95(), value: said(p95) },
			{ name: m.detail_max(), value: said(max) }
		];
	}

	function recovery(row: Extract<KpiRow, { remedied: unknown }>): Detail[] {
		return [
			{ name: m.detail_received(), value: screen.count(row.received) },
			{ name: m.detail_remedied(), value: part(row.remedied) },
			{ name: m.detail_confirmed(), value: part(row) },
			{ name: m.detail_no_relapse(), value: part(row.no_relapse) },
			{ name: m.detail_retained(), value: part(row.retained) }
		];
	}

	function scores({ mean, top_box, distribution, n, sent }: Extract<KpiRow, { sent: unknown }>): Detail[] {
		const levels = Object.entries(distribution).sort(([a], [b]) => Number(b) - Number(a));
		return [
			{ name: m.detail_mean(), value: mean === null ? m.no_data() : screen.decimal(mean) },
			{
				name: m.detail_top_box(),
				value: top_box === null ? m.no_data() : screen.plain(screen.share(top_box))
			},
			...levels.map(([level, count]) => ({ name: m.detail_level({ level }), value: screen.count(count) })),
			{
				name: m.detail_sent(),
				value: sent === 0 ? m.no_data() : m.count_of({ kept: screen.count(n), all: screen.count(sent) })
			}
		];
	}

	/** A share with its counts, and with what cannot be judged yet. */
	function part({ numerator, denominator, immature = 0 }: Part): string {
		const share = denominator > 0 ? numerator / denominator : null;
		if (share === null) return immature > 0 ? m.immature({ count: screen.count(immature) }) : m.no_data();
		const judged = { share, numerator, denominator, immature, low: null, high: null };
		return shareText(judged, screen);
	}
}

import { WIDTH, type Measure, type Point } from './charts/series.ts';
import type { Line, TrendWords } from './charts/trend.ts';
import { evidence } from './evidence.ts';
import { m } from './paraglide/messages.js';
import type { Headline } from './question.ts';
import type { Screen } from './screen.ts';
import { bucketText, kpiShare } from './words.ts';

export type TrendAbout = {
	screen: Screen;
	kpi: Headline;
	measure: Measure;
	emphasised: Line;
	others: Line[];
	/** What happened or was decided, by bucket. */
	notes: ReadonlyMap<number, string[]>;
};

const LOWEST = 3;

/** What the big chart says: its axes, and the sentence under the pointer. */
export function trendWords({ screen, kpi, measure, emphasised, others, notes }: TrendAbout): TrendWords {
	return {
		value: (value) => (measure === 'share' ? screen.plain(screen.share(value, 0)) : screen.roughly(value)),
		tick: (time) => tick(time),
		sentences,
		unfinished: m.unfinished()
	};

	function tick(time: number) {
		if (emphasised.grain !== 'hour') return screen.moment(time, 'day');
		return screen.moment(time, 'time');
	}

	function sentences(time: number): string[] {
		const at = (line: Line) => ({
			line,
			point: line.points.find((point) => point.time <= time && time < point.time + WIDTH[line.grain])
		});
		const lowest = others
			.map(at)
			.filter(({ point }) => point !== undefined && point.value !== null && !point.few)
			.sort((a, b) => worse(a.point, b.point))
			.slice(0, LOWEST);
		const said = [at(emphasised), ...lowest].flatMap(({ line, point }) =>
			point ? [sentence(line, point)] : []
		);
		return [...said, ...(notes.get(time) ?? [])];
	}

	function worse(a: Point | undefined, b: Point | undefined) {
		const difference = (a?.value ?? 0) - (b?.value ?? 0);
		return measure === 'share' ? difference : -difference;
	}

	function sentence({ name, grain }: Line, point: Point): string {
		const when = bucketText(point.time, grain, screen);
		if (point.value === null) return m.sentence_none({ name, when });
		if (measure === 'p50')
			return m.sentence_p50({ name, when, p50: screen.plain(screen.duration(point.value)) });
		const counts = { name, when, kept: screen.count(point.numerator), all: screen.count(point.denominator) };
		if (evidence(point.denominator) === 'few' || point.low === null || point.high === null)
			return m.sentence_few({ ...counts, what: kpiShare[kpi]() });
		return m.sentence({
			...counts,
			what: kpiShare[kpi](),
			share: screen.plain(screen.share(point.value)),
			interval: screen.interval(point.low, point.high)
		});
	}
}

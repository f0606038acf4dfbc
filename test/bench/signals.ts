import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connect, type ClickHouseClient } from '#schema/clickhouse/client.ts';
import { startClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import type { KpiId } from '#schema/kpi.ts';
import { boundsOf } from '../../src/lib/server/weekly/series.ts';
import { judgeWeeks, WEEKS, type Verdict, type WeekValue } from '../../src/lib/server/weekly/signals.ts';
import { createRandom, type Random } from '../fixtures/random.ts';

// How often the weekly review calls a week news: of seeded years in which nothing happens, in the week of a shift by 6 standard deviations, and
// within eight weeks of a lasting one by 3. Every week is judged as on the page: by the 13 weeks before it, within the bounds the page gives
// that number. `npm run bench -- signals [--years 1000]`; one of them: `npx tsx test/bench/signals.ts --only NAME`.

const { values } = parseArgs({
	options: { years: { type: 'string', default: '1000' }, only: { type: 'string', default: '' } }
});

const YEAR = 52;
/** Series in one go. */
const AT_ONCE = 800;

/** What a week says of a number; `shift` in standard deviations of its noise, the way that is worse. */
type Kind = { name: string; kpi: KpiId; week: (random: Random, shift: number) => WeekValue };

const STEPS = 2 ** 31;
const unit = (random: Random) => (random.below(STEPS) + 0.5) / STEPS;

/** Normal noise, by Box and Muller. */
const gauss = (random: Random) =>
	Math.sqrt(-2 * Math.log(unit(random))) * Math.cos(2 * Math.PI * unit(random));

/** So many of n, by the normal approximation: noise stays the same where the share moves. */
function shareOf(
	random: Random,
	{ p, n, extra = 0, shift }: { p: number; n: number; extra?: number; shift: number }
) {
	const deviation = Math.hypot(Math.sqrt((p * (1 - p)) / n), extra);
	const share = p + deviation * (shift + gauss(random));
	const kept = Math.min(n, Math.max(0, Math.round(n * share)));
	return { value: kept / n, kept, n };
}

/** So many of few items, each drawn by itself: of few the noise grows where the share falls. */
function itemsOf(random: Random, { p, n, shift }: { p: number; n: number; shift: number }) {
	const share = p + shift * Math.sqrt((p * (1 - p)) / n);
	const kept = Array.from({ length: n }, () => unit(random) < share).filter(Boolean).length;
	return { value: kept / n, kept, n };
}

/** As roll-ups tell a duration: the middle of a step of 2 %. */
const toldAs = (seconds: number) => 1.02 ** Math.round(Math.log(seconds) / Math.log(1.02));

const KINDS: Kind[] = [
	{
		name: 'a median of a duration',
		kpi: 'first_response',
		week: (random, shift) => ({ value: toldAs(300 + 20 * (gauss(random) + shift)), kept: null, n: 100 })
	},
	{
		name: 'NPS of 200 answers, half of them promoters, a fifth detractors',
		kpi: 'nps',
		week: (random, shift) => ({
			value: Math.round(2 * (30 + 5.52 * (gauss(random) - shift))) / 2,
			kept: null,
			n: 200
		})
	},
	{
		name: 'a count of 400',
		kpi: 'cases_opened',
		week: (random, shift) => {
			const value = Math.max(0, Math.round(400 + 20 * (gauss(random) + shift)));
			return { value, kept: null, n: value };
		}
	},
	{
		name: 'complaints per 10,000: 60 of 20,000 customers',
		kpi: 'complaints_per_10k',
		week: (random, shift) => shareOf(random, { p: 0.003, n: 20_000, shift })
	},
	{
		name: 'a share, 0.8 of 400',
		kpi: 'first_contact_resolution',
		week: (random, shift) => shareOf(random, { p: 0.8, n: 400, shift: -shift })
	},
	{
		name: 'a share, 0.8 of 40,000 whose weeks differ by 2 points',
		kpi: 'first_contact_resolution',
		week: (random, shift) => shareOf(random, { p: 0.8, n: 40_000, extra: 0.02, shift: -shift })
	},
	{
		name: 'a share, 0.9 of 60',
		kpi: 'complaint_recovery',
		week: (random, shift) => itemsOf(random, { p: 0.9, n: 60, shift: -shift })
	}
];

async function main() {
	const years = Number(values.years);
	const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-signals-'));
	const engine = await startClickHouse({ dataDir });
	const clickhouse = connect({ url: engine.url('admin'), database: 'touchstone' });
	try {
		await migrate(clickhouse, 'touchstone');
		for (const kind of KINDS.filter(({ name }) => name.includes(values.only)))
			console.log(`${kind.name}: ${await measure(clickhouse, kind, years)}`);
	} finally {
		await clickhouse.close();
		await engine.stop();
		rmSync(dataDir, { recursive: true, force: true });
	}
}

async function measure(clickhouse: ClickHouseClient, { kpi, week }: Kind, years: number): Promise<string> {
	const random = createRandom(20_261_122);
	/** So many weeks, the last of which are shifted. */
	const weeks = (before: number, after: number, shift: number) => [
		...Array.from({ length: before }, () => week(random, 0)),
		...Array.from({ length: after }, () => week(random, shift))
	];
	const each = <T>(of: () => T) => Array.from({ length: years }, of);
	const calm = each(() => weeks(WEEKS - 1 + YEAR, 0, 0)).flatMap((year) => windows(year, YEAR));
	const noise = await news(clickhouse, kpi, calm);
	const single = await news(
		clickhouse,
		kpi,
		each(() => weeks(WEEKS - 1, 1, 6))
	);
	const lasting = each(() => weeks(WEEKS - 1, 8, 3)).flatMap((year) => windows(year, 8));
	const heard = await news(clickhouse, kpi, lasting);
	const found = Array.from({ length: years }, (_, at) => heard.slice(at * 8, at * 8 + 8).some(Boolean));
	return [
		`noise ${percent(noise)} of ${noise.length} weeks`,
		`6 σ once ${percent(single)}`,
		`3 σ lasting, within eight weeks ${percent(found)} of ${years}`
	].join(', ');
}

/** The last weeks of a year, each with those before it by which it is judged. */
const windows = (year: WeekValue[], count: number) =>
	Array.from({ length: count }, (_, at) => {
		const end = year.length - count + at + 1;
		return year.slice(end - WEEKS, end);
	});

/** Which series end in a week that is called news. */
async function news(clickhouse: ClickHouseClient, kpi: KpiId, all: WeekValue[][]): Promise<boolean[]> {
	const verdicts: Verdict[] = [];
	// A page asks about dozens at a time; of thousands at once a server is better spared.
	for (let first = 0; first < all.length; first += AT_ONCE) {
		const some = all.slice(first, first + AT_ONCE);
		verdicts.push(
			...(await judgeWeeks(
				clickhouse,
				some.map((weeks) => ({ weeks, ...boundsOf(kpi) }))
			))
		);
	}
	return verdicts.map(({ beyond, run }) => beyond !== 0 || run !== 0);
}

const percent = (all: boolean[]) => `${((100 * all.filter(Boolean).length) / all.length).toFixed(2)} %`;

await main();

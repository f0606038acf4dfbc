import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type ClickHouseClient } from '#schema/clickhouse/client.ts';
import { startClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { judgeWeeks, WEEKS, type WeekValue } from '../../src/lib/server/weekly/signals.ts';
import { createRandom, type Random } from '../fixtures/random.ts';

// How often the weekly review calls a week news: of seeded years in which nothing happens, in the week of a shift by 6 standard deviations, and
// within eight weeks of a lasting one by 3. Every week is judged as on the page, by the 13 weeks before it. Run it with
// `npx tsx test/bench/signals.ts [years]`.

const YEAR = 52;

/** What a week says; `shift` in standard deviations of its noise. */
type Kind = { name: string; week: (random: Random, shift: number) => WeekValue };

const STEPS = 2 ** 31;
const unit = (random: Random) => (random.below(STEPS) + 0.5) / STEPS;

/** Normal noise, by Box and Muller. */
const gauss = (random: Random) =>
	Math.sqrt(-2 * Math.log(unit(random))) * Math.cos(2 * Math.PI * unit(random));

/** So many of n, by the normal approximation: noise stays the same where the share moves. */
function shareOf(
	random: Random,
	{ p, n, extra, shift }: { p: number; n: number; extra: number; shift: number }
) {
	const deviation = Math.hypot(Math.sqrt((p * (1 - p)) / n), extra);
	const share = p - deviation * shift + deviation * gauss(random);
	const kept = Math.min(n, Math.max(0, Math.round(n * share)));
	return { value: kept / n, kept, n };
}

const KINDS: Kind[] = [
	{
		name: 'a median (XmR)',
		week: (random, shift) => ({ value: 300 + 20 * (gauss(random) + shift), kept: null, n: 100 })
	},
	{
		name: 'a share of 400',
		week: (random, shift) => shareOf(random, { p: 0.8, n: 400, extra: 0, shift })
	},
	{
		name: 'a share of 40,000 whose weeks differ by 2 points',
		week: (random, shift) => shareOf(random, { p: 0.8, n: 40_000, extra: 0.02, shift })
	}
];

async function main() {
	const years = Number(process.argv[2] ?? 1_000);
	const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-signals-'));
	const engine = await startClickHouse({ dataDir });
	const clickhouse = connect({ url: engine.url('admin'), database: 'touchstone' });
	try {
		await migrate(clickhouse, 'touchstone');
		for (const kind of KINDS) console.log(`${kind.name}: ${await measure(clickhouse, kind, years)}`);
	} finally {
		await clickhouse.close();
		await engine.stop();
		rmSync(dataDir, { recursive: true, force: true });
	}
}

async function measure(clickhouse: ClickHouseClient, { week }: Kind, years: number): Promise<string> {
	const random = createRandom(20_261_122);
	/** So many weeks, the last of which are shifted. */
	const weeks = (before: number, after: number, shift: number) => [
		...Array.from({ length: before }, () => week(random, 0)),
		...Array.from({ length: after }, () => week(random, shift))
	];
	const each = <T>(of: () => T) => Array.from({ length: years }, of);
	const calm = each(() => weeks(WEEKS - 1 + YEAR, 0, 0)).flatMap((year) => windows(year, YEAR));
	const noise = await news(clickhouse, calm);
	const single = await news(
		clickhouse,
		each(() => weeks(WEEKS - 1, 1, 6))
	);
	const lasting = each(() => weeks(WEEKS - 1, 8, 3)).flatMap((year) => windows(year, 8));
	const heard = await news(clickhouse, lasting);
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
async function news(clickhouse: ClickHouseClient, all: WeekValue[][]): Promise<boolean[]> {
	const verdicts = await judgeWeeks(
		clickhouse,
		all.map((weeks) => ({ weeks, scale: 1, least: 0, most: 1e9 }))
	);
	return verdicts.map(({ beyond, run }) => beyond !== 0 || run !== 0);
}

const percent = (all: boolean[]) => `${((100 * all.filter(Boolean).length) / all.length).toFixed(2)} %`;

await main();

import { parseArgs } from 'node:util';
import { z } from 'zod';
import { printReports } from './report.ts';
import { runScenario, type Report, type Scenario } from './scenario.ts';
import {
	bothKilled,
	clickhouseAway,
	clickhouseKilled,
	diskFull,
	filesLimited,
	ingestKilled,
	severalIngests,
	spoolFull
} from './scenarios.ts';
import { mountSmallDisk } from './small-disk.ts';

// npm run faults: the whole campaign. Each figure is a dose; 0 leaves that scenario out.
//   npm run faults -- --ingest-kills 100 --clickhouse-kills 100 --both-kills 20 --away-seconds 120 --rate 5000 --seed 1

const DOSES = {
	'ingest-kills': 100,
	'clickhouse-kills': 100,
	'both-kills': 20,
	/** Kills of either of two ingest processes that share the traffic. */
	'several-kills': 20,
	'away-seconds': 120,
	/** Events of about 4 kB sent at a spool or disk that holds far fewer. */
	'full-events': 12_000,
	/** Events per second while ClickHouse is away, and in the kills. */
	rate: 5_000,
	'events-per-kill': 3_000,
	seed: 1
};

/** What the campaign asks beside the checker: the memory of ingest, and how fast it makes up for an outage. */
const MOST_MB = 300;
const LEAST_DRAIN = 3;

function readDoses(): typeof DOSES {
	const options = Object.fromEntries(Object.keys(DOSES).map((name) => [name, { type: 'string' as const }]));
	const { values } = parseArgs({ options });
	const shape = Object.fromEntries(
		Object.entries(DOSES).map(([name, dose]) => [name, z.coerce.number<string>().min(0).default(dose)])
	) as Record<keyof typeof DOSES, z.ZodDefault<z.ZodCoercedNumber<string>>>;
	return z.object(shape).parse(values);
}

function judgeFigures({ figures, findings }: Report) {
	const say = (rule: string, example: string) => void findings.push({ rule, times: 1, examples: [example] });
	if (Number(figures['peak MB']) > MOST_MB) say('too_much_memory', `${figures['peak MB']} MB`);
	const drain = figures['drained ÷ arrival'];
	if (drain !== undefined && Number(drain) < LEAST_DRAIN) say('drains_too_slowly', `${drain} × arrival`);
}

// What was started ends with this process, also when it is stopped.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const reports: Report[] = [];
async function run(scenario: Scenario) {
	if (scenario.events === 0) return;
	console.log(`${scenario.name} …`);
	const report = await runScenario(scenario);
	judgeFigures(report);
	reports.push(report);
	console.log(printReports([report]));
}

const doses = readDoses();
const { seed, rate } = doses;
const kills = (times: number) => ({ seed, rate, kills: times, eventsPerKill: doses['events-per-kill'] });
const filling = { seed, events: doses['full-events'] };

await run(ingestKilled(kills(doses['ingest-kills'])));
await run(clickhouseKilled(kills(doses['clickhouse-kills'])));
await run(bothKilled(kills(doses['both-kills'])));
await run(severalIngests(kills(doses['several-kills'])));
if (doses['away-seconds'] > 0) await run(clickhouseAway({ seed, rate, seconds: doses['away-seconds'] }));
await run(spoolFull(filling));
await run(filesLimited(filling));
const disk = mountSmallDisk(16 * 1024 * 1024);
try {
	if (disk) await run(diskFull(filling, disk.path));
	else console.log('disk full: not tried, this user may not mount a file system');
} finally {
	disk?.unmount();
}

console.log(`\n${printReports(reports)}`);
process.exitCode = reports.some(({ findings }) => findings.length > 0) ? 1 : 0;

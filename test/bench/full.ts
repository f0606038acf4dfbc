import { parseArgs } from 'node:util';
import { FULL } from './history.ts';
import { measurePages, MOST_OF_LEAST } from './page-statements.ts';
import { inexactness, LIMITS, sizesOf, sizesSaid } from './settled-facts.ts';
import { historyOf, openHistory, quantileOf } from './settled-history.ts';
import { createVerdicts } from './verdicts.ts';

// What is promised of a hundred million events, in one run: that they are loaded in half an hour, how large and how exact what is settled of them is, and
// every statement of the pages, each figure beside its limit. Ends with 1 where one is missed. It takes an hour or two, and 20 GB of disk:
// `npm run bench -- full [--data FOLDER] [--runs 20]`; a folder that is full is taken as it is, and then says nothing of loading. `--cases` for less
// than that, whose statements are not judged: planning does not shrink with the rows.

const { values } = parseArgs({
	options: {
		data: { type: 'string' },
		cases: { type: 'string', default: String(FULL.cases) },
		weeks: { type: 'string', default: String(FULL.weeks) },
		runs: { type: 'string', default: '20' }
	}
});
const LOADED_MIN = 30;

const verdicts = createVerdicts();
const history = await openHistory(historyOf(values));
try {
	if (history.loadedIn === null) verdicts.unmeasured('loading', 'the events were there already');
	else
		verdicts.judge({
			...{ what: 'loading all events', figure: history.loadedIn / 60, most: LOADED_MIN, unit: ' min' }
		});

	const sizes = await sizesOf(history);
	console.log(`\n${sizesSaid(sizes)}\n`);
	const percent = (share: number) => 100 * share;
	const unit = ' % of events';
	verdicts.judge({
		...{
			what: 'roll-ups by team and channel',
			figure: percent(sizes.plain),
			most: percent(LIMITS.plain),
			unit
		}
	});
	verdicts.judge({
		...{ what: 'roll-ups by one dimension more', figure: percent(sizes.further) },
		...{ most: percent(LIMITS.further), unit }
	});
	verdicts.judge({
		what: 'quantiles, from the exact ones',
		figure: percent(await inexactness(history.clickhouse, history.settler)),
		...{ most: percent(LIMITS.quantiles), unit: ' %' }
	});

	console.log('\neach statement alone, milliseconds: median, p95; p95 ÷ the least a query on cases must do');
	const found = await measurePages(history, { runs: Number(values.runs), tell: console.log });
	console.log();
	for (const { page, what, times, least } of found) {
		const name = `${page}: ${what}`.slice(0, 62);
		if (least === null) continue;
		if (history.cases < FULL.cases) verdicts.unmeasured(name, 'the history is smaller');
		else verdicts.judge({ what: name, figure: quantileOf(times, 0.95) / least, most: MOST_OF_LEAST });
	}
} finally {
	await history.close();
}
if (!verdicts.sumUp()) process.exitCode = 1;

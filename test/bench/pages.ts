import { parseArgs } from 'node:util';
import { FULL } from './history.ts';
import { measurePages } from './page-statements.ts';
import { historyOf, openHistory } from './settled-history.ts';

// Every statement the overview, the walls and the weekly review send over a long history, each alone, beside the least a query on `cases` must do
// for the same kind of number. `npm run bench -- pages [--data FOLDER] [--cases 20000000] [--weeks 13] [--runs 20]`; one page alone:
// `npx tsx test/bench/pages.ts --page weekly`. The folder is that of settled.ts.

const { values } = parseArgs({
	options: {
		data: { type: 'string' },
		cases: { type: 'string', default: '400000' },
		weeks: { type: 'string', default: String(FULL.weeks) },
		runs: { type: 'string', default: '20' },
		page: { type: 'string', default: '' }
	}
});

const history = await openHistory(historyOf(values));
try {
	console.log(
		`\neach statement alone, milliseconds of ${values.runs} runs: median, p95; p95 ÷ the least a query on cases must do`
	);
	await measurePages(history, { runs: Number(values.runs), page: values.page, tell: console.log });
} finally {
	await history.close();
}

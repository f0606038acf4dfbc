/** What a measurement may be told, each an option with a value. */
export const OPTIONS = ['data', 'cases', 'weeks', 'runs', 'rate', 'seconds', 'years'] as const;
export type Option = (typeof OPTIONS)[number];

/** One measurement: the file of that name, what it measures, and what it may be told. */
export type Part = {
	name: string;
	says: string;
	takes?: readonly Option[];
	/** Measures a long history, which several of them can share. */
	history?: true;
	/** Runs only when it is named: it takes hours, or as much disk. */
	named?: true;
};

const HISTORY = ['data', 'cases', 'weeks'] as const;

/** In the order in which they run. */
export const PARTS: readonly Part[] = [
	{ name: 'ingest', says: 'events a second that ingest takes, beside the official client' },
	{ name: 'acks', says: 'how long an answer takes at a fifth of that load' },
	{ name: 'producers', says: 'how long good producers wait beside bad ones' },
	{ name: 'validate', says: 'what validation costs an event' },
	{ name: 'native', says: "what an event's way into ClickHouse costs" },
	{ name: 'spool', says: 'what a durable commit costs' },
	{ name: 'kpi', says: "a KPI's four questions of a page, answered from cases" },
	{ name: 'scale', says: 'filling a history, and what it takes of the disk', takes: HISTORY, history: true },
	{
		name: 'settled',
		says: "a history's questions from what is settled, its sizes and quantiles",
		takes: [...HISTORY, 'runs'],
		history: true
	},
	{
		name: 'pages',
		says: 'every statement of the pages, each by its own yardstick',
		takes: [...HISTORY, 'runs'],
		history: true
	},
	{ name: 'latency', says: 'from the producer to the number on an open page' },
	{ name: 'actions', says: 'the action queue, and the look at what broke', takes: ['runs'] },
	{ name: 'feeds', says: 'what a wall lists beside its numbers', takes: ['runs'] },
	{ name: 'viewers', says: 'what one more viewer of a board costs' },
	{ name: 'soak', says: 'a wall that hangs for a day' },
	{
		name: 'wall',
		says: 'from the event to each kind of tile, under load, beside their limits',
		takes: ['rate', 'seconds']
	},
	{
		name: 'weekly',
		says: 'the weekly review of a history in a browser, and as a PDF',
		takes: [...HISTORY, 'runs'],
		history: true
	},
	{ name: 'signals', says: 'how often noise is called news, and a change is not', takes: ['years'] },
	{
		name: 'full',
		says: '100 million events: load, sizes, quantiles and every statement, beside their limits',
		takes: [...HISTORY, 'runs'],
		named: true
	},
	{
		name: 'density',
		says: 'the same questions at 10 and at 100 million events, by turns',
		takes: [...HISTORY, 'runs'],
		named: true
	}
];

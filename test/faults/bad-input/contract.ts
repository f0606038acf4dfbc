/**
 * What an event may say, written down a second time: from the contract and the documents, not from the product's schemas, so
 * that the two can disagree. Each field has a kind; what a kind takes of each class of bad input is in `expectation.ts`.
 */
export type Kind =
	| 'specversion'
	| 'identifier'
	| 'type'
	| 'time'
	| 'instant'
	| 'instant?'
	| 'data'
	| 'base64'
	| 'ignored'
	| 'dimension'
	| 'text 2000'
	| 'text 10000'
	| 'label'
	| 'choice'
	| 'word'
	| 'word?'
	| 'flag'
	| 'percent'
	| 'number'
	| 'number?'
	| 'scale'
	| '1 to 5'
	| '1 to 5?'
	| 'csat'
	| 'nps'
	| 'ces'
	| 'fcr'
	| 'items'
	| 'attributes'
	| 'attribute';

/** A kind and a value that is good. */
type Said = readonly [Kind, unknown];
type Fields = Readonly<Record<string, Said>>;

/** Every event may carry these. */
const DIMENSIONS: Fields = {
	team: ['dimension', 'Billing'],
	agent: ['dimension', 'Ann'],
	channel: ['choice', 'phone'],
	customer: ['dimension', 'customer-7'],
	tier: ['choice', 'gold'],
	topic: ['dimension', 'invoice'],
	priority: ['dimension', 'high'],
	attributes: ['attributes', { site: 'north' }],
	'attributes.site': ['attribute', 'north']
};

const resolution: Fields = { resolution: ['dimension', 'solved'] };
const level: Fields = { level: ['label', 2] };
const invitation: Fields = { survey: ['dimension', 'invitation-1'], instrument: ['word?', 'csat'] };
const score = { staff: ['csat', 1], activity: ['number?', 12.5] } satisfies Fields;

const promise = (due: Kind): Fields => ({
	promise: ['identifier', 'promise-1'],
	kind: ['dimension', 'visit'],
	from_team: ['dimension', 'Field'],
	due: [due, '2026-01-06T09:30:00Z']
});

/** A score is judged by its instrument, so each instrument is a type of its own here. */
const answered = (instrument: string, kind: Kind, value: unknown, more: Fields = {}): Fields => ({
	survey: ['dimension', 'invitation-1'],
	instrument: ['word', instrument],
	score: [kind, value],
	comment: ['text 10000', 'thank you'],
	had_problem: ['flag', true],
	spoke_up: ['flag', false],
	...more
});

const item = { dimension: 'empathy', expectation: 5, perception: 4 };

/** What the data of each type may say beside the dimensions. After a `/` stands which variety of the type it is. */
const EXTRA: Readonly<Record<string, Fields>> = {
	'case.opened': {
		kind: ['word?', 'complaint'],
		reason: ['dimension', 'late'],
		severity: ['label', 'minor']
	},
	'case.assigned': {},
	'case.transferred': {},
	'case.responded': {},
	'case.contacted': {},
	'case.abandoned': { ...resolution, wait_known: ['flag', true] },
	'case.resolved': resolution,
	'case.reopened': resolution,
	'case.closed': resolution,
	'case.escalated': level,
	'case.recorded': { status: ['dimension', 'waiting'] },
	'complaint.acknowledged': level,
	'complaint.remedied': { ...level, remedy: ['text 2000', 'refund'] },
	'complaint.confirmed': { satisfied: ['1 to 5', 4] },
	'complaint.escalated': level,
	'complaint.followed_up': { satisfied: ['1 to 5?', 4] },
	'complaint.step': { step: ['word', 'listen'] },
	'survey.sent': invitation,
	'survey.delivered': invitation,
	'survey.answered/csat': answered('csat', 'csat', 1, { scale: ['scale', 5] }),
	'survey.answered/nps': answered('nps', 'nps', 9),
	'survey.answered/ces': answered('ces', 'ces', 6),
	'survey.answered/fcr': answered('fcr', 'fcr', 1),
	'survey.answered/voice': answered('voice', 'number?', 3),
	'survey.answered/servqual': answered('servqual', 'number?', 3, {
		items: ['items', [item]],
		'items.0.dimension': ['word', 'empathy'],
		'items.0.expectation': ['number', 5],
		'items.0.perception': ['number', 4]
	}),
	'promise.made': promise('instant'),
	'promise.kept': promise('instant?'),
	'promise.broken': promise('instant?'),
	'customer.active': { value: score.activity },
	'customer.left': { value: score.activity },
	'inspection.scored': { procedural: ['percent', 80], personal: ['percent', 70], tangibles: ['percent', 60] },
	'staff.surveyed': { score: score.staff, scale: ['scale', 5] },
	'agent.state': { state: ['word', 'busy'] },
	'breach.acknowledged': {
		breach: ['identifier', 'breach-1'],
		by: ['dimension', 'Ann'],
		note: ['text 2000', 'seen']
	}
};

/** These happen to a customer, a team or an agent: their subject is ignored. */
const CASELESS = /^(customer\.|inspection\.scored|staff\.surveyed|agent\.state)/;

/** Names that mean something to JavaScript and nothing in the contract. */
const STRANGE = [
	'__proto__',
	'constructor',
	'prototype',
	'toString',
	'hasOwnProperty',
	'toJSON',
	'extension'
];

const strangers = (prefix: string): [string, Said][] =>
	STRANGE.map((name) => [`${prefix}${name}`, ['ignored', 'x']]);

/** A field of one type, where it is in the event, and what it takes. */
export type Field = { type: string; path: string; kind: Kind };

/** An event of one type in which everything that may be said is said, and is good. */
export type Base = { type: string; event: Record<string, unknown>; fields: Field[]; needs: string[] };

const NEEDED: ReadonlySet<Kind> = new Set<Kind>([
	'identifier',
	'instant',
	'word',
	'1 to 5',
	'csat',
	'nps',
	'ces',
	'fcr'
]);

function baseOf(type: string, extra: Fields): Base {
	const data = { ...DIMENSIONS, ...extra };
	const own = Object.entries(data).filter(([name]) => !name.includes('.'));
	const fields: [string, Said][] = [
		['specversion', ['specversion', '1.0']],
		['id', ['identifier', 'id']],
		['source', ['identifier', 'bad-input']],
		['type', ['type', type]],
		['time', ['time', '2026-01-05T09:30:00Z']],
		['subject', [CASELESS.test(type) ? 'ignored' : 'identifier', 'case-1']],
		['data', ['data', {}]],
		['data_base64', ['base64', undefined]],
		...strangers(''),
		...strangers('data.'),
		...Object.entries(data).map(([name, said]): [string, Said] => [`data.${name}`, said])
	];
	return {
		type,
		event: {
			specversion: '1.0',
			id: 'id',
			source: 'bad-input',
			type: type.replace(/\/.*/, ''),
			time: '2026-01-05T09:30:00Z',
			subject: 'case-1',
			data: Object.fromEntries(own.map(([name, [, value]]) => [name, value]))
		},
		fields: fields.map(([path, [kind]]) => ({ type, path, kind })),
		needs: own.filter(([, [kind]]) => NEEDED.has(kind)).map(([name]) => `data.${name}`)
	};
}

/** An event of every type. */
export const BASES: ReadonlyMap<string, Base> = new Map(
	Object.entries(EXTRA).map(([type, extra]) => [type, baseOf(type, extra)])
);

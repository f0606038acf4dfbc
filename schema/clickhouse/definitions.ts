import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { inline, viewOf } from './inline.ts';
import { statements } from './statements.ts';

/** Where views and functions are defined: building blocks, a file for each KPI, and how else it is counted. */
const FOLDERS = ['./views/', './kpi/', './lens/'].map((folder) => new URL(folder, import.meta.url));

/** A view or function as it is to be: `hash` tells whether what stands in ClickHouse still is. */
export type Definition = { kind: 'FUNCTION' | 'VIEW'; name: string; query: string; hash: string };

const DEFINES = /^(?:--.*\n|\s)*CREATE OR REPLACE (VIEW|FUNCTION) (\w+) AS\s/;

/** Reads what a statement defines; throws for a statement that may not be run again and again. */
function read(file: string, statement: string) {
	const [, kind, name] = DEFINES.exec(statement) ?? [];
	if ((kind !== 'VIEW' && kind !== 'FUNCTION') || !name)
		throw new Error(
			`${file}: expected CREATE OR REPLACE VIEW or FUNCTION name AS, not ${statement.slice(0, 80)}`
		);
	return { kind, name, statement } as const;
}

type Read = ReturnType<typeof read>;

type File = { file: string; sql: string };

const readFiles = (): File[] =>
	FOLDERS.flatMap((folder) =>
		readdirSync(folder)
			.filter((name) => name.endsWith('.sql'))
			.map((file) => ({ file, sql: readFileSync(new URL(file, folder), 'utf8') }))
	);

function readAll(files: File[]): Map<string, Read> {
	const found = new Map<string, Read>();
	for (const { file, sql } of files) {
		for (const statement of statements(sql)) {
			const definition = read(file, statement);
			if (found.has(definition.name)) throw new Error(`${file}: ${definition.name} is defined twice`);
			found.set(definition.name, definition);
		}
	}
	return found;
}

/** The views and functions a statement may read: what stands after FROM, JOIN or IN, and what is called. */
const readBy = (statement: string) =>
	[...statement.replace(/--.*$/gm, '').matchAll(/\b(?:FROM|JOIN|IN)\s+(\w+)|\b(touchstone_\w+)\(/g)].flatMap(
		([, view, called]) => view ?? called ?? []
	);

/** What is read before what: functions first, then every view after those it reads. */
function inOrder(all: Map<string, Read>): Read[] {
	const done = new Set<string>();
	const order: Read[] = [];
	const add = (definition: Read, from: string[]) => {
		if (done.has(definition.name)) return;
		if (from.includes(definition.name))
			throw new Error(`views read each other: ${[...from, definition.name].join(' → ')}`);
		for (const name of readBy(definition.statement)) {
			const other = all.get(name);
			if (other) add(other, [...from, definition.name]);
		}
		done.add(definition.name);
		order.push(definition);
	};
	for (const definition of all.values()) add(definition, []);
	return order;
}

let parsed: Read[] | undefined;

/**
 * Every view's SELECT in one piece, by name. `instead` may put another in the place of one as it is read by those after it.
 */
export function bodies(instead: (name: string, body: string) => string = (_name, body) => body) {
	const views = new Map<string, string>();
	parsed ??= inOrder(readAll(readFiles()));
	for (const { statement } of parsed) {
		const view = viewOf(inline(statement, views));
		if (view) views.set(view.name, instead(view.name, view.body));
	}
	return views;
}

export const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/**
 * Every view and function, in an order in which they can be created, each view in one piece (see `inline`). ClickHouse writes the
 * functions a view calls into it when it is created: a view is another one when one of them is.
 */
export function definitions(files: File[] = readFiles()): Definition[] {
	const views = new Map<string, string>();
	const hashes = new Map<string, string>();
	return inOrder(readAll(files)).map(({ kind, name, statement }) => {
		const query = inline(statement, views);
		const view = viewOf(query);
		if (view) views.set(view.name, view.body);
		const called = [...new Set(readBy(query))].flatMap((other) => hashes.get(other) ?? []);
		const hash = hashOf([query, ...called].join('\n'));
		if (kind === 'FUNCTION') hashes.set(name, hash);
		return { kind, name, query, hash };
	});
}

import type { Arbitrary } from 'fast-check';
import { CLASS_NAMES, MARK, MARK_LENGTH, valuesOf, type Class, type Values } from './badness.ts';
import { BASES, type Base, type Field } from './contract.ts';
import { expected, type Verdict } from './expectation.ts';

/** One field of one type, bad in one way: what may be written for it, and what has to be said to that. */
export type Cell = { name: Class; field: Field; base: Base; values: Arbitrary<Values>; expected: Verdict };

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

const get = (node: unknown, name: string): unknown =>
	isNode(node) && Object.hasOwn(node, name) ? node[name] : undefined;

/** Sets an own property, whatever its name. */
function put(node: unknown, name: string, value: unknown) {
	if (isNode(node))
		Object.defineProperty(node, name, { value, enumerable: true, writable: true, configurable: true });
}

const HERE = '@here@';

/** The event as JSON, with these values for the field at `path`. Keeps every other field good. */
export function write(base: Base, path: string, values: Values, mark: string): string {
	const event: unknown = structuredClone(base.event);
	const names = path.split('.');
	const last = names.pop() ?? '';
	const parent = names.reduce(get, event);
	if (path !== 'id') put(event, 'id', MARK);
	if (values.length > 0) put(parent, last, HERE);
	else if (isNode(parent)) delete parent[last];
	const key = JSON.stringify(last);
	return JSON.stringify(event)
		.replace(`${key}:"${HERE}"`, () => values.map((value) => `${key}:${value}`).join(','))
		.replaceAll(MARK, mark.padStart(MARK_LENGTH, '0'));
}

/** A good value of a field, as JSON. */
function goodOf(base: Base, path: string): string {
	const value = path === 'id' ? MARK : path.split('.').reduce(get, base.event as unknown);
	return JSON.stringify(value) ?? (path === 'data_base64' ? 'null' : '"x"');
}

/** Every cell there is: each field of each type × each class of badness that it can have. */
export function allCells(): Cell[] {
	return [...BASES.values()].flatMap((base) =>
		base.fields.flatMap((field) =>
			CLASS_NAMES.flatMap((name): Cell[] => {
				const values = valuesOf(name, { kind: field.kind, good: goodOf(base, field.path) });
				return values ? [{ name, field, base, values, expected: expected(name, field, base) }] : [];
			})
		)
	);
}

/** Repeatable disorder. */
function random(seed: number) {
	let state = seed >>> 0;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}

/**
 * So many cells that each field × class comes once before any comes twice, each time in another type of event. More than there
 * are begins anew: the values are others then.
 */
export function pickCells(count: number, seed: number): Cell[] {
	const next = random(seed);
	const turns = new Map<string, number>();
	const shuffled = allCells()
		.map((cell) => ({ cell, order: next() }))
		.sort((a, b) => a.order - b.order)
		.map(({ cell, order }) => {
			const key = `${cell.field.path} ${cell.field.kind} ${cell.name}`;
			const turn = (turns.get(key) ?? 0) + 1;
			turns.set(key, turn);
			return { cell, order: turn + order };
		});
	const ordered = shuffled.sort((a, b) => a.order - b.order).map(({ cell }) => cell);
	return Array.from({ length: count }, (_, ix) => ordered[ix % ordered.length]).filter(
		(cell) => cell !== undefined
	);
}

import { CASELESS, EVENT_BYTES, EVENT_DATA, EVENT_TYPES } from '#schema/event.ts';
import { isRecord } from '#schema/record.ts';

/** A rejected event as it may be kept. */
export type Redacted = {
	/** The event as JSON, at most EVENT_BYTES. What is not an object is kept as the name of its type. */
	event: string;
	/** The customer's pseudonym; empty when none is said. */
	customer: string;
	/** Something in it was too long to be kept whole: it must not be replayed as it stands. */
	cut: boolean;
	/** Paths of the fields whose values were not kept: unknown ones, and known ones with a structure in the place of a value. */
	dropped: string[];
};

type Fields = Record<string, unknown>;
type Notes = { limit: number; cut: boolean; dropped: string[] };

const ENVELOPE = ['specversion', 'id', 'source', 'type', 'time', 'subject'];
/** CloudEvents' own optional attributes: not read here, and no misspelling either. */
const IGNORED = new Set(['data', 'datacontenttype', 'dataschema']);

const FIELDS = new Map<string, ReadonlySet<string>>(
	EVENT_TYPES.map((type) => [type, new Set(Object.keys(EVENT_DATA[type].shape))])
);
const EVERY_FIELD: ReadonlySet<string> = new Set([...FIELDS.values()].flatMap((names) => [...names]));

/**
 * How long a text may be, tried in turn until the event fits. The first is beyond what any field allows, so that what is too
 * long for the contract is still too long when it is read again.
 */
const LIMITS = [10_001, 513, 20];
const MOST_NAMES = 50;
const NAME_LENGTH = 64;
const MOST_ATTRIBUTES = 33;
const MOST_ITEMS = 101;
/** The longest customer key the contract allows. */
const CUSTOMER_LENGTH = 200;

const own = (fields: Fields, name: string): unknown =>
	Object.hasOwn(fields, name) ? fields[name] : undefined;

const isCaseless = (type: unknown) => typeof type === 'string' && CASELESS.has(type);
/** Events of these families happen to somebody: a misspelt `customer.…` has a person as its subject, too. */
const isOfPerson = (type: unknown) =>
	typeof type === 'string' && /^\W*(customer|agent|staff|inspection)/i.test(type);

/** A name that may hold a telephone number or an address is not written down. */
const nameOf = (name: string) => (/\d{5}|@/.test(name) ? '…' : name.slice(0, NAME_LENGTH));

function drop(notes: Notes, path: string) {
	if (notes.dropped.length < MOST_NAMES) notes.dropped.push(path);
}

function text(value: string, notes: Notes): string {
	if (value.length <= notes.limit) return value;
	notes.cut = true;
	return value.slice(0, notes.limit);
}

/** A single value is kept; a structure where one was expected is emptied, and so stays as wrong as it was. */
function scalar(value: unknown, path: string, notes: Notes): unknown {
	if (typeof value === 'string') return text(value, notes);
	if (typeof value === 'number') {
		if (Number.isFinite(value)) return value;
		notes.cut = true; // JSON has no word for it, and null would be something else
		return String(value);
	}
	if (typeof value !== 'object' || value === null) return value;
	drop(notes, path);
	return Array.isArray(value) ? [] : {};
}

function attributes(value: unknown, path: string, notes: Notes): unknown {
	if (!isRecord(value)) return scalar(value, path, notes);
	const names = Object.keys(value);
	if (names.length > MOST_ATTRIBUTES) notes.cut = true;
	const kept = names.slice(0, MOST_ATTRIBUTES);
	return Object.fromEntries(kept.map((name) => [text(name, notes), scalar(value[name], path, notes)]));
}

function items(value: unknown, path: string, notes: Notes): unknown {
	if (!Array.isArray(value)) return scalar(value, path, notes);
	if (value.length > MOST_ITEMS) notes.cut = true;
	return value.slice(0, MOST_ITEMS).map((item: unknown) => {
		if (!isRecord(item)) return typeof item === 'string' ? '' : scalar(item, path, notes);
		const said = ['dimension', 'expectation', 'perception'].filter((name) => Object.hasOwn(item, name));
		return Object.fromEntries(said.map((name) => [name, scalar(item[name], path, notes)]));
	});
}

/** The customer under a pseudonym: a number counts as its text, and a key that is too long as no key at all. */
function customer(value: unknown, notes: Notes, pseudonym: (customer: string) => string): unknown {
	const key = typeof value === 'number' ? String(value) : value;
	if (typeof key !== 'string') return scalar(value, 'data.customer', notes);
	if (key.length <= CUSTOMER_LENGTH) return pseudonym(key);
	drop(notes, 'data.customer');
	return [];
}

function dataOf(data: Fields, type: unknown, notes: Notes, pseudonym: (customer: string) => string): Fields {
	const known = (typeof type === 'string' && FIELDS.get(type)) || EVERY_FIELD;
	const kept: Fields = {};
	for (const name of Object.keys(data)) {
		const path = `data.${nameOf(name)}`;
		if (!known.has(name)) drop(notes, path);
		else if (name === 'customer') kept.customer = customer(data.customer, notes, pseudonym);
		else if (name === 'attributes') kept.attributes = attributes(data.attributes, path, notes);
		else if (name === 'items') kept.items = items(data.items, path, notes);
		else kept[name] = scalar(data[name], path, notes);
	}
	return kept;
}

function eventOf(input: Fields, notes: Notes, pseudonym: (customer: string) => string): Fields {
	const type = own(input, 'type');
	const hidden = isCaseless(type) || isOfPerson(type);
	const kept: Fields = {};
	for (const name of Object.keys(input)) {
		if (name === 'subject' && hidden) drop(notes, name);
		else if (ENVELOPE.includes(name)) kept[name] = scalar(input[name], name, notes);
		else if (!IGNORED.has(name)) drop(notes, nameOf(name));
	}
	// Binary data is refused for being there; without it, the event would be taken as one that says nothing.
	if (typeof own(input, 'data_base64') === 'string') kept.data_base64 = '';
	const data = own(input, 'data');
	if (isRecord(data)) kept.data = dataOf(data, type, notes, pseudonym);
	else if (data !== undefined) kept.data = data === null ? null : typeName(data);
	return kept;
}

const typeName = (value: unknown) =>
	Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;

/**
 * What may be kept of a rejected event: the fields of the contract with their values, the customer under a pseudonym, of the
 * rest the names alone. Whatever came in, it does not throw, and looks no deeper than the contract does.
 */
export function redact(input: unknown, pseudonym: (customer: string) => string): Redacted {
	const fields = isRecord(input) ? input : undefined;
	if (!fields) return { event: JSON.stringify(typeName(input)), customer: '', cut: false, dropped: [] };
	let cut = false;
	for (const limit of LIMITS) {
		const notes: Notes = { limit, cut, dropped: [] };
		const kept = eventOf(fields, notes, pseudonym);
		const event = JSON.stringify(kept);
		cut = notes.cut;
		if (Buffer.byteLength(event) > EVENT_BYTES) continue;
		const data = isRecord(kept.data) ? own(kept.data, 'customer') : undefined;
		return { event, customer: typeof data === 'string' ? data : '', cut, dropped: notes.dropped };
	}
	return { event: JSON.stringify(typeName(input)), customer: '', cut: true, dropped: [] };
}

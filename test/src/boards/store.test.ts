import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import SQLite from 'libsql';
import { expect, test } from 'vitest';
import { applySteps } from '../../../src/lib/server/store/steps.ts';
import { isStoreTrouble } from '../../../src/lib/server/store/file.ts';
import { createStore, sharedStore } from '../../../src/lib/server/store/store.ts';
import { testStore } from './support.ts';

const insert = (store: ReturnType<typeof createStore>, id: string) =>
	store.change((db) =>
		db.prepare('INSERT INTO boards (id, version, saved_at, saved_by) VALUES (?, 1, 0, ?)').run(id, 'ann')
	);
const ids = (store: ReturnType<typeof createStore>) =>
	store.read((db) => db.prepare('SELECT id FROM boards ORDER BY id').raw().all());

test('keeps what was changed over a restart', () => {
	const { store, again } = testStore();
	insert(store, 'a');
	expect(ids(again())).toEqual([['a']]);
});

test('is readable for its owner alone, its log too', () => {
	const { file, store } = testStore();
	insert(store, 'a');
	const modes = ['', '-wal', '-shm'].map((end) => (statSync(`${file}${end}`).mode & 0o777).toString(8));
	expect(modes).toEqual(['600', '600', '600']);
});

test('takes a change whole or not at all', () => {
	const { store } = testStore();
	expect(() =>
		store.change((db) => {
			db.prepare("INSERT INTO boards (id, version, saved_at, saved_by) VALUES ('a', 1, 0, '')").run();
			throw new Error('no');
		})
	).toThrow('no');
	expect(ids(store)).toEqual([]);
});

test('two programs on one file see what the other changed', () => {
	const { file, store } = testStore();
	const other = createStore({ file });
	insert(store, 'a');
	insert(other, 'b');
	expect([ids(store), ids(other)]).toEqual([
		[['a'], ['b']],
		[['a'], ['b']]
	]);
	other.close();
});

test('a damaged file is named, with what to do; once it is moved away the store begins anew', () => {
	const { file, store } = testStore();
	mkdirSync(dirname(file));
	writeFileSync(file, 'x'.repeat(8192));
	expect(caught(() => ids(store))).toMatch(
		`${file}: it is damaged. Bring it back with npm run restore, or move it`
	);
	rmSync(file);
	expect(ids(store)).toEqual([]);
});

test('a file that cannot be there is named', () => {
	const { file } = testStore();
	mkdirSync(file, { recursive: true });
	expect(caught(() => ids(createStore({ file })))).toContain(file);
});

function caught(work: () => unknown): string {
	try {
		work();
	} catch (error) {
		expect(isStoreTrouble(error)).toBe(true);
		return String(error);
	}
	throw new Error('nothing was thrown');
}

test('a file of a newer version is left alone', () => {
	const { file, store, again } = testStore();
	insert(store, 'a');
	store.change((db) => db.exec('PRAGMA user_version = 99'));
	expect(caught(() => ids(again()))).toContain('newer version');
	const db = new SQLite(file);
	expect(db.prepare('SELECT count(*) FROM boards').raw().get()).toEqual([1]);
	db.close();
});

test('steps run once each, in order, and all or none of what is new', () => {
	const db = new SQLite(':memory:');
	const first = 'CREATE TABLE a (x TEXT)';
	applySteps(db, [first]);
	expect(() => applySteps(db, [first, 'CREATE TABLE b (x TEXT)', 'nonsense'])).toThrow('nonsense');
	applySteps(db, [first, 'CREATE TABLE b (x TEXT)', 'CREATE TABLE c (x TEXT)']);
	const names = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").raw().all();
	expect(names).toEqual([['a'], ['b'], ['c']]);
});

test('one store a process', () => {
	const { store } = testStore();
	expect(sharedStore(() => store)).toBe(sharedStore(() => createStore({ file: 'another' })));
});

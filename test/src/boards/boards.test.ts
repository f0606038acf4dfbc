import { expect, test } from 'vitest';
import { createBoards } from '../../../src/lib/server/boards/boards.ts';
import { board, testClock, testStore } from './support.ts';

const SHIPPED = [board('first'), board('second')];

function setUp() {
	const { store, again } = testStore();
	const clock = testClock();
	const create = (on = store) => createBoards({ store: on, shipped: SHIPPED, now: clock.now });
	return { boards: create(), restarted: () => create(again()), store, clock };
}
const ids = (boards: ReturnType<typeof createBoards>) => boards.list().map(({ id, origin }) => [id, origin]);

test('those that come with the product are there from the start', () => {
	const { boards } = setUp();
	expect(ids(boards)).toEqual([
		['first', 'shipped'],
		['second', 'shipped']
	]);
	expect(boards.read('first')).toMatchObject({ ...SHIPPED[0], version: 0, saved_at: null });
	expect(boards.read('third')).toBeNull();
});

test('a changed one is a copy under its id; reset takes the copy away again', () => {
	const { boards, restarted } = setUp();
	boards.save({ board: board('first', 'Ours', 3), from: 0, by: 'ann' });
	const changed = restarted().read('first');
	expect(changed).toMatchObject({ name: 'Ours', origin: 'changed', version: 1, saved_by: 'ann' });
	expect(changed?.tiles[0]?.x).toBe(3);
	const reset = restarted().remove({ id: 'first', from: 1, by: '' });
	expect(reset).toMatchObject({ outcome: 'done', version: 2, board: { origin: 'shipped', name: '' } });
});

test('own ones follow by name, and are gone when deleted', () => {
	const { boards } = setUp();
	boards.save({ board: board('zz', 'Alpha'), from: 'none', by: '' });
	boards.save({ board: board('aa', 'Beta'), from: 'none', by: '' });
	expect(ids(boards).slice(2)).toEqual([
		['zz', 'own'],
		['aa', 'own']
	]);
	expect(boards.remove({ id: 'zz', from: 1, by: '' })).toMatchObject({ outcome: 'done', board: null });
	expect(ids(boards).slice(2)).toEqual([['aa', 'own']]);
});

test('who read another version does not overwrite it', () => {
	const { boards } = setUp();
	boards.save({ board: board('mine', 'One'), from: 'none', by: '' });
	boards.save({ board: board('mine', 'Two'), from: 1, by: 'eve' });
	const late = boards.save({ board: board('mine', 'Three'), from: 1, by: '' });
	expect(late).toMatchObject({ outcome: 'changed', version: 2, board: { name: 'Two', saved_by: 'eve' } });
	expect(boards.remove({ id: 'mine', from: 1, by: '' }).outcome).toBe('changed');
	expect(boards.undo({ id: 'mine', from: 1, by: '' }).outcome).toBe('changed');
	expect(boards.save({ board: board('mine'), from: 'none', by: '' }).outcome).toBe('changed');
	expect(boards.save({ board: board('mine', 'Four'), from: undefined, by: '' }).outcome).toBe('done');
	expect(boards.read('mine')?.name).toBe('Four');
});

test('undo puts back what stood before: a save, a deletion, a reset, and itself', () => {
	const { boards, restarted } = setUp();
	const undo = (id: string) => restarted().undo({ id, from: undefined, by: '' });
	boards.save({ board: board('mine', 'One'), from: 'none', by: '' });
	boards.save({ board: board('mine', 'Two'), from: 1, by: '' });
	expect(undo('mine')).toMatchObject({ outcome: 'done', board: { name: 'One' } });
	expect(undo('mine')).toMatchObject({ outcome: 'done', board: { name: 'Two' } });
	restarted().remove({ id: 'mine', from: undefined, by: '' });
	expect(undo('mine')).toMatchObject({ outcome: 'done', board: { name: 'Two', origin: 'own' } });
	restarted().save({ board: board('first', 'Ours'), from: 0, by: '' });
	restarted().remove({ id: 'first', from: 1, by: '' });
	expect(undo('first')).toMatchObject({ board: { name: 'Ours', origin: 'changed' } });
});

test('the first save of a board is undone by taking it away', () => {
	const { boards } = setUp();
	boards.save({ board: board('mine'), from: 'none', by: '' });
	expect(boards.undo({ id: 'mine', from: 1, by: '' })).toMatchObject({ outcome: 'done', board: null });
	expect(boards.undo({ id: 'never', from: 0, by: '' }).outcome).toBe('nothing');
	expect(boards.remove({ id: 'first', from: 0, by: '' }).outcome).toBe('nothing');
	expect(boards.remove({ id: 'never', from: undefined, by: '' }).outcome).toBe('nothing');
});

test('every change is kept as a version that can be read again', () => {
	const { boards, clock } = setUp();
	boards.save({ board: board('mine', 'One'), from: 'none', by: 'ann' });
	clock.pass(60_000);
	boards.remove({ id: 'mine', from: 1, by: 'eve' });
	expect(boards.versions('mine')).toEqual([
		{ version: 2, saved_at: '2026-11-21T09:01:00.000Z', saved_by: 'eve', name: '', tiles: null },
		{ version: 1, saved_at: '2026-11-21T09:00:00.000Z', saved_by: 'ann', name: 'One', tiles: 1 }
	]);
	expect(boards.version('mine', 1)).toEqual(board('mine', 'One'));
	expect([boards.version('mine', 2), boards.version('mine', 7)]).toEqual([null, null]);
});

test('of very many versions the latest are kept', () => {
	const { boards } = setUp();
	for (let n = 0; n < 205; n++) boards.save({ board: board('mine', `${n}`), from: undefined, by: '' });
	const versions = boards.versions('mine');
	expect([versions.length, versions[0]?.version, versions.at(-1)?.version]).toEqual([200, 205, 6]);
});

test('a tile of a kind that is not known any more is left out, and the board goes on', () => {
	const { boards, store } = setUp();
	const saved = {
		...board('mine', 'Old'),
		tiles: [...board('x').tiles, { id: 'b', kind: 'lava-lamp', x: 8 }]
	};
	store.change((db) =>
		db
			.prepare("INSERT INTO boards (id, version, saved_at, saved_by, content) VALUES ('mine', 1, 0, '', ?)")
			.run(JSON.stringify(saved))
	);
	expect(boards.read('mine')?.tiles.map(({ id }) => id)).toEqual(['a']);
});

import { expect, test } from 'vitest';
import { Board } from '#schema/board.ts';
import { listsBreach } from '../../../src/lib/wall/lists-breach.ts';
import { WallQuestion } from '../../../src/lib/wall/question.ts';

const question = WallQuestion.parse({ teams: [], channels: [] });
const place = { id: 't', x: 0, y: 0, w: 4, h: 4 };
const boardOf = (tile: object) => Board.parse({ id: 'b', tiles: [{ ...place, ...tile }] });
const row = { team: 'Hotline', channel: 'phone' };

test.each([
	['a queue', { kind: 'queue' }, true],
	['the broken promises', { kind: 'broken' }, true],
	['a queue of its team', { kind: 'queue', teams: ['Hotline'] }, true],
	['a queue of another team', { kind: 'queue', teams: ['Mail'] }, false],
	['a queue of another channel', { kind: 'queue', channels: ['email'] }, false],
	['who waits', { kind: 'waiting' }, false]
])('a board with %s', (_, tile, lists) => expect(listsBreach(boardOf(tile), row, question)).toBe(lists));

test('a tile of all is of those the address names', () =>
	expect(listsBreach(boardOf({ kind: 'queue' }), row, { ...question, teams: ['Mail'] })).toBe(false));

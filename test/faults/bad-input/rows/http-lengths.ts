import { chunked, post } from '../wire.ts';
import { bad, LAST, noJson, sized, taken } from './http-row.ts';
import { bare, goodEvent, type Row } from './row.ts';

/** Lengths and chunks that lie. */
export const lengthRows = (): Row[] => [
	bare('a body in chunks', [chunked(sized(goodEvent()) + LAST)], taken()),
	bare(
		'a body in chunks of one byte',
		[{ trickle: chunked([...goodEvent()].map((letter) => sized(letter)).join('') + LAST) }],
		taken()
	),
	bare(
		'chunks with extensions',
		[chunked(`${sized(goodEvent(), `${goodEvent().length.toString(16)};a=b`)}${LAST}`)],
		[taken(), '400 invalid', noJson]
	),
	bare('a trailer after the chunks', [chunked(`${sized(goodEvent())}0\r\nX-After: y\r\n\r\n`)], taken()),
	bare('chunks of 8 MiB', [chunked(sized('x'.repeat(1_000_000)).repeat(8) + LAST)], '413 too_large'),
	bare('a chunk size that is no number', [chunked(sized('{}', 'zz') + LAST)], bad),
	bare('a negative chunk size', [chunked(sized('{}', '-2') + LAST)], bad),
	bare('a chunk size beyond 2^64', [chunked(sized('{}', 'fffffffffffffffffff') + LAST)], bad),
	bare('a chunk that is longer than it says', [chunked(sized('{}{}', '2') + LAST)], bad),
	bare(
		'a chunk size of 1,000 zeros',
		[chunked(sized('{}', `${'0'.repeat(1_000)}2`) + LAST)],
		['200 ack 0 rejected 1: invalid type', '400 invalid']
	),
	bare(
		'a chunk extension of 100 kB',
		[chunked(sized('{}', `2;${'x'.repeat(100_000)}`) + LAST)],
		['413 too_large', '400 invalid', '431 too_large']
	),
	bare('chunks that end too early', [chunked(sized('{}')), 'end'], ['400 invalid', '']),
	bare('chunks and a length', [chunked(sized('{}') + LAST, { 'Content-Length': '4' })], bad),
	bare(
		'an encoding of transfer that nobody knows',
		[chunked('{}', { 'Transfer-Encoding': 'xchunked' })],
		bad
	),
	bare(
		'chunked twice',
		[chunked(sized('{}') + LAST, { 'Transfer-Encoding': 'chunked, chunked' })],
		['400 invalid', '200 ack 0 rejected 1: invalid type']
	),
	bare('two lengths that differ', [post('{}', { 'Content-Length': ['2', '3'] })], bad),
	...['-1', '+2', '2.0', '0x2', '1e3', 'abc', '2 2', '99999999999999999999999999'].map((length) =>
		bare(`the length ${length}`, [post('{}', { 'Content-Length': length })], bad)
	),
	bare('no length and no chunks', [post('{}', { 'Content-Length': undefined })], [noJson, '400 invalid']),
	bare(
		'a length longer than the body, then the end',
		[post('{}', { 'Content-Length': '100' }), 'end'],
		['400 invalid', '']
	),
	bare('a length longer than the body, then gone', [post('{}', { 'Content-Length': '100' }), 'vanish'], ''),
	bare(
		'a length shorter than the body',
		[post('{}{}', { 'Content-Length': '2' })],
		['200 ack 0 rejected 1: invalid type', '400 invalid']
	),
	bare(
		'a length of 100 GB, and a bit of it',
		[post('{}', { 'Content-Length': '100000000000' }), { waitMs: 200 }, 'end'],
		['413 too_large', '400 invalid', '']
	),
	bare('Expect: 100-continue', [post(goodEvent(), { Expect: '100-continue' })], `100 · ${taken()}`),
	bare('Expect: something else', [post(goodEvent(), { Expect: 'cookies' })], '417'),
	bare(
		'Expect, and no key',
		[post(goodEvent(), { Expect: '100-continue', Authorization: undefined })],
		[
			'100 · 401 unauthorized Authorization',
			'100 · 429 too_many_failures Authorization',
			'401 unauthorized Authorization',
			'429 too_many_failures Authorization'
		]
	),
	{
		...bare('a body that never comes', [post('{}', { 'Content-Length': '100' })], ['408 too_slow', '']),
		slow: true
	}
];

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passes } from './passing.ts';

const sql = (code: string) => Object.assign(new Error('…'), { code, severity: 'ERROR' });
const system = (code: string, syscall: string) => Object.assign(new Error('…'), { code, syscall });

const passing: readonly (readonly [what: string, fault: Error])[] = [
  ['PostgreSQL stops', sql('57P01')],
  ['PostgreSQL was killed', sql('57P02')],
  ['PostgreSQL starts or recovers', sql('57P03')],
  ['PostgreSQL has too many connections', sql('53300')],
  ['its disk is full', sql('53100')],
  ['its memory is used up', sql('53200')],
  ['it only reads', sql('25006')],
  ['a statement ran into its limit', sql('57014')],
  ['a lock ran into its limit', sql('55P03')],
  ['two waited for each other', sql('40P01')],
  ['a transaction was silent for too long', sql('25P03')],
  ['the connection failed', sql('08006')],
  ['nobody listens', system('ECONNREFUSED', 'connect')],
  ['the connection was cut', system('ECONNRESET', 'read')],
  ['the socket of the machine is not there', system('ENOENT', 'connect')],
  ['its name is not found', system('EAI_AGAIN', 'getaddrinfo')],
  ['several addresses refused', new AggregateError([system('ECONNREFUSED', 'connect')])],
  ['the pool is full', new Error('timeout exceeded when trying to connect')],
  ['the connection ended within a question', new Error('Connection terminated unexpectedly')],
  ['connecting took too long', new Error('Connection terminated due to connection timeout')],
  ['an answer did not come', new Error('Query read timeout')],
  ['something else broke because of it', new Error('the page', { cause: sql('57P01') })],
];

const lasting: readonly (readonly [what: string, fault: unknown])[] = [
  ['a statement is wrong', sql('42601')],
  ['a table is missing', sql('42P01')],
  ['a row is there already', sql('23505')],
  ['a sign cannot be kept', sql('22021')],
  ['a right is missing', sql('42501')],
  ['the protocol was broken', sql('08P01')],
  ['a file is not there', system('ENOENT', 'open')],
  ['our own code broke', new TypeError('x is undefined')],
  ['a text was thrown', 'timeout expired'],
  ['nothing was thrown', undefined],
];

for (const [what, fault] of passing) test(`when ${what}, the same may be sent again`, () => assert.equal(passes(fault), true));
for (const [what, fault] of lasting) test(`when ${what}, sending again does not help`, () => assert.equal(passes(fault), false));

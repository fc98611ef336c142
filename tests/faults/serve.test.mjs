// A preview under load: 200 connections ask for pages while the site changes again and again.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ANMA, LONG, folder, setVersion } from './site.mjs';

const CONNECTIONS = 200;
const EDITS = LONG ? 100 : 12;
// How long random edits go on after that, in seconds.
const SOAK = Number(process.env.SOAK ?? (LONG ? 3600 : 0));
const ARTICLES = 30;

/** A preview of a site, and what it is reached by. */
async function preview(root) {
  const program = spawn(ANMA, ['serve', '--format', 'json', '--date', '2026-11-20'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const origin = await new Promise((found, failed) => {
    let text = '';
    program.stdout.on('data', (more) => {
      text += more;
      const match = /http:\/\/localhost:\d+/.exec(text);
      if (match) found(match[0]);
    });
    program.on('exit', () => failed(new Error(`the preview ended: ${text}`)));
  });
  return { program, origin };
}

const memory = (program) => Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${program.pid}/status`, 'utf8'))[1]) / 1024;

function ask(origin, route, agent) {
  return new Promise((done) => {
    const request = http.get(`${origin}${route}`, { agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (more) => { text += more; });
      response.on('end', () => done({ status: response.statusCode, text, length: Number(response.headers['content-length']) }));
      response.on('error', (error) => done({ error }));
    });
    request.on('error', (error) => done({ error }));
  });
}

/** What is wrong with an answer: pages are whole, and of one version. */
function fault({ status, text, error, length }) {
  if (error) return error.message;
  if (status !== 200) return `status ${status}`;
  if (Buffer.byteLength(text) !== length) return 'another length than announced';
  if (!text.trimEnd().endsWith('</html>')) return 'no end';
  const versions = new Set(text.match(/Version \d+ of the text/g));
  return versions.size === 1 ? null : `${versions.size} versions`;
}

test(`${CONNECTIONS} connections during ${EDITS} changes meet no error`, async () => {
  const root = folder();
  setVersion(root, 1, { articles: ARTICLES });
  const { program, origin } = await preview(root);
  try {
    const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    let [isOver, requests] = [false, 0];
    const faults = [];
    const visitor = async (number) => {
      for (let turn = number; !isOver; turn += 7) {
        const found = fault(await ask(origin, `/articles/article-${1 + (turn % ARTICLES)}/`, agent));
        requests += 1;
        if (found) faults.push(found);
      }
    };
    const visitors = Array.from({ length: CONNECTIONS }, (_, number) => visitor(number));
    const measured = [];
    const change = async (version) => {
      setVersion(root, version, { articles: ARTICLES });
      const last = `/articles/only-${version}/`;
      for (let tries = 0; (await ask(origin, last, agent)).status !== 200; tries += 1) {
        assert.ok(tries < 2000, `version ${version} was never shown`);
        await sleep(10);
      }
      measured.push(memory(program));
    };
    for (let version = 2; version < 2 + EDITS; version += 1) await change(version);
    isOver = true;
    await Promise.all(visitors);
    console.log(`${requests} requests on ${CONNECTIONS} connections during ${EDITS} changes: ${faults.length} faults`);
    assert.deepEqual(faults.slice(0, 5), []);
    assert.ok(requests > 1000, `only ${requests} requests`);
    const until = performance.now() + SOAK * 1000;
    const before = measured.at(-1);
    for (let version = 1000; performance.now() < until; version += 1) await change(version);
    const most = Math.max(...measured.slice(EDITS));
    if (SOAK) {
      console.log(`${measured.length - EDITS} more changes in ${SOAK} s: ${before.toFixed(0)} MB before, ${measured.at(-1).toFixed(0)} MB after, ${most.toFixed(0)} MB at most`);
      assert.ok(measured.at(-1) < before * 1.25 + 20, 'memory grows');
    }
  } finally {
    program.kill();
  }
});

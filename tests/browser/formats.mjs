// Reads what `anma check` writes as other programs read it.
import assert from 'node:assert/strict';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** Checks a SARIF text against the schema of the standard, and gives it back as an object. */
export function sarif(text, schema) {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  const log = JSON.parse(text);
  assert.ok(validate(log), JSON.stringify(validate.errors, null, 1));
  for (const { locations, ruleIndex, ruleId } of log.runs[0].results) {
    const { artifactLocation, region } = locations[0].physicalLocation;
    assert.equal(new URL(artifactLocation.uri, 'file:///site/').protocol, 'file:');
    assert.ok(region.endLine > region.startLine || region.endColumn >= region.startColumn);
    if (ruleIndex !== undefined) assert.equal(log.runs[0].tool.driver.rules[ruleIndex].id, ruleId);
  }
  return log;
}

/** The path that a place in SARIF means. */
export const sarifPath = (result) =>
  decodeURIComponent(new URL(result.locations[0].physicalLocation.artifactLocation.uri, 'file:///site/').pathname.slice('/site/'.length));

const unescapeData = (text) => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
const unescapeProperty = (text) =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%');

/** Reads one line as the runner of GitHub does: up to the second `::`, properties by `,` and the first `=`. */
export function githubLine(line) {
  assert.ok(line.startsWith('::'), line);
  const end = line.indexOf('::', 2);
  assert.ok(end > 0, line);
  const info = line.slice(2, end);
  const space = info.indexOf(' ');
  const properties = {};
  for (const part of space < 0 ? [] : info.slice(space + 1).trim().split(',').filter(Boolean)) {
    const at = part.indexOf('=');
    assert.ok(at > 0, part);
    properties[part.slice(0, at)] = unescapeProperty(part.slice(at + 1));
  }
  const command = space < 0 ? info : info.slice(0, space);
  assert.ok(['error', 'warning', 'notice'].includes(command), command);
  for (const name of ['line', 'endLine', 'col', 'endColumn']) {
    if (name in properties) assert.match(properties[name], /^[1-9]\d*$/);
  }
  // The runner takes columns away where the lines differ.
  if (properties.endLine && properties.endLine !== properties.line) assert.ok(!('col' in properties || 'endColumn' in properties));
  return { command, properties, message: unescapeData(line.slice(end + 2)) };
}

/** All lines of a text for GitHub. */
export const github = (text) => text.split('\n').filter(Boolean).map(githubLine);

/** Reads JUnit XML and checks that its sums are right; gives the suites. */
export function junit(text) {
  assert.equal(XMLValidator.validate(text), true);
  // eslint-disable-next-line no-control-regex
  assert.doesNotMatch(text, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  const list = (name) => ['testsuite', 'testcase', 'failure'].includes(name);
  const { testsuites } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', isArray: list }).parse(text);
  const suites = testsuites.testsuite ?? [];
  const sum = (name) => suites.reduce((all, suite) => all + Number(suite[name]), 0);
  assert.equal(Number(testsuites.tests), sum('tests'));
  assert.equal(Number(testsuites.failures), sum('failures'));
  for (const suite of suites) {
    assert.equal(suite.testcase.length, Number(suite.tests));
    assert.equal(suite.testcase.filter((one) => one.failure).length, Number(suite.failures));
  }
  return suites;
}

import { upstreamDomainNames } from './domain-names.js';
import { libOrder, pathInRepository, roomOf, targetOf } from './plan.js';
import { specifierVisitors } from './specifiers.js';

/** What a clock's wire may never know: it also runs in programs without Nest or a database. */
const forbiddenInClockProtocol = /^(@nestjs\/|typeorm$|pg$|bullmq$)/;

/** The only packages a rule of the township may lean on. */
const packagesOfDomain = ['zod', 'temporal-polyfill', 'node:crypto'];

/** Which app may reach into which other. */
const appsOfApp = { standalone: ['api', 'worker'] };

const appsWithMigrations = ['standalone', 'cli'];

/** The plan of the house as a rule: who may import whom, and through which door. */
export const importBoundaries = {
  meta: {
    type: 'problem',
    docs: { description: 'imports go one way, and through the front door of a lib' },
    messages: {
      computed: 'Name the module in the text: a computed import hides from the import rules.',
      unknownLib: '{{lib}} is not in the order of libs: add it to lint/plan.js.',
      upstreamOnly: '{{from}} may not import {{to}}: a lib imports only libs that come before it.',
      frontDoor: 'Import {{to}} through @cunqin/{{to}}.',
      ownDoor: 'Inside {{to}} import the file itself, not @cunqin/{{to}}.',
      noApp: '{{from}} may not import {{to}}.',
      noTests: 'Only tests import what is made for tests.',
      clockProtocol: 'clock-protocol is the bare wire: it may not import {{to}}.',
      migrations: 'A migration stands alone: it may not import {{to}}.',
      domain: 'A domain imports its own domain, upstream domains, zod and temporal-polyfill: not {{to}}.',
      upstreamDomain: '{{names}} of @cunqin/{{to}} does not come from its domain.',
    },
  },
  create(context) {
    const importer = pathInRepository(context.filename);
    const from = roomOf(importer);
    if (from.kind === 'test' || from.kind === 'elsewhere') return {};
    return specifierVisitors((use) => {
      const complaint = complaintAbout(importer, from, use);
      if (complaint) context.report({ node: use.node, ...complaint });
    });
  },
};

function complaintAbout(importer, from, use) {
  if (use.specifier === undefined) return { messageId: 'computed' };
  const target = targetOf(use.specifier, importer);
  if (target === undefined) return packageComplaint(from, use.specifier);
  const to = roomOf(target);
  if (to.forTests && !from.forTests) return { messageId: 'noTests' };
  const throughDoor = use.specifier.startsWith('@cunqin/');
  switch (from.kind) {
    case 'lib':
      return libComplaint(from, to, target, throughDoor) ?? domainComplaint(from, to, use);
    case 'app':
      return appComplaint(from, to, target, throughDoor);
    case 'migrations':
      return to.kind === 'migrations' ? undefined : { messageId: 'migrations', data: { to: use.specifier } };
  }
}

function packageComplaint(from, specifier) {
  if (from.kind === 'lib' && from.name === 'clock-protocol' && forbiddenInClockProtocol.test(specifier)) {
    return { messageId: 'clockProtocol', data: { to: specifier } };
  }
  if (from.kind === 'migrations' && specifier !== 'typeorm') {
    return { messageId: 'migrations', data: { to: specifier } };
  }
  if (from.inDomain && !from.forTests && !packagesOfDomain.includes(specifier)) {
    return { messageId: 'domain', data: { to: specifier } };
  }
}

function libComplaint(from, to, target, throughDoor) {
  if (!libOrder.includes(from.name)) return { messageId: 'unknownLib', data: { lib: from.name } };
  if (to.kind === 'test' && from.forTests) return;
  if (to.kind !== 'lib') return { messageId: 'noApp', data: { from: from.name, to: target } };
  if (to.name === from.name) {
    return throughDoor ? { messageId: 'ownDoor', data: { to: to.name } } : undefined;
  }
  if (!libOrder.includes(to.name)) return { messageId: 'unknownLib', data: { lib: to.name } };
  if (from.name === 'clock-protocol') return { messageId: 'clockProtocol', data: { to: to.name } };
  if (libOrder.indexOf(to.name) > libOrder.indexOf(from.name)) {
    return { messageId: 'upstreamOnly', data: { from: from.name, to: to.name } };
  }
  return doorComplaint(to, target, throughDoor);
}

function appComplaint(from, to, target, throughDoor) {
  if (to.kind === 'lib') return doorComplaint(to, target, throughDoor);
  if (to.kind === 'test') return;
  const allowed =
    (to.kind === 'app' && (to.name === from.name || appsOfApp[from.name]?.includes(to.name))) ||
    (to.kind === 'migrations' && (appsWithMigrations.includes(from.name) || from.forTests));
  return allowed ? undefined : { messageId: 'noApp', data: { from: `apps/${from.name}`, to: target } };
}

function doorComplaint(to, target, throughDoor) {
  const doors = [`libs/${to.name}/src/index.ts`, 'libs/platform/src/errors/coded-error.ts'];
  return throughDoor && doors.includes(target)
    ? undefined
    : { messageId: 'frontDoor', data: { to: to.name } };
}

/** A domain may use its own files, and of upstream libs only what their domains made. */
function domainComplaint(from, to, { names, typeOnly, specifier }) {
  if (!from.inDomain || from.forTests || specifier === '@cunqin/platform/errors') return;
  if (to.name === from.name) {
    return to.inDomain ? undefined : { messageId: 'domain', data: { to: specifier } };
  }
  if (to.name === 'platform') return { messageId: 'domain', data: { to: specifier } };
  if (to.name === 'clock-protocol' && typeOnly) return;
  const ofDomain = upstreamDomainNames(to.name);
  const strangers = names.filter((name) => !ofDomain.has(name));
  if (strangers.length > 0) {
    return { messageId: 'upstreamDomain', data: { names: strangers.join(', '), to: to.name } };
  }
}

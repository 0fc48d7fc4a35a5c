import { AccountsService, type Role } from '@cunqin/accounts';
import type { ReceiptAnswer } from '@cunqin/bulletins';
import type { MonthReport, SettledMonth } from '@cunqin/settlement';
import type { INestApplication } from '@nestjs/common';
import type { DemoClosingStep } from './town/town-calendar.js';

const ACCOUNTS = ['office', 'leader', 'payroll'] as const satisfies readonly Role[];

/** What people add to the facts, by the path of its register. */
type SlipRegister = 'corrections' | 'outages' | 'enterprise-visits' | 'emergency-duties';

type DeskAccount = (typeof ACCOUNTS)[number];

/** People of the town at their screens: everything they do here goes through the door that is open to all, REST. */
export class TownDesk {
  private readonly tokens = new Map<DeskAccount, Promise<string>>();

  private constructor(
    private readonly url: string,
    private readonly password: string,
  ) {}

  /** Gives the office, the leader and the payroll clerk an account each, under the same password. */
  static async open(app: INestApplication, url: string, password: string): Promise<TownDesk> {
    for (const role of ACCOUNTS) {
      await app.get(AccountsService).create({ username: role, password, role }, 'admin');
    }
    return new TownDesk(url, password);
  }

  /** A leader answers for the rule the town begins with. */
  async approveRule(docNo: string): Promise<void> {
    await this.send('leader', 'policies/1/approve', { docNo });
  }

  /** Takes a month one step on. */
  async takeStep(month: string, { to, account, by, docNo }: DemoClosingStep): Promise<MonthReport> {
    const answer = await this.send(account, `months/${month}/transitions`, {
      ...{ to, by },
      ...(docNo === undefined ? {} : { docNo }),
    });
    return (await answer.json()) as MonthReport;
  }

  /** The office takes a slip in, with the time its paper came; the leader approves it. */
  async fileApproved(register: SlipRegister, slip: object): Promise<void> {
    const { id } = (await (await this.send('office', register, slip)).json()) as { id: number };
    await this.send('leader', `${register}/${id}/approve`, {});
  }

  /** The office writes down what somebody objects to. @returns the number of the objection */
  async object(objection: { cadreCode: string; week: string; text: string }): Promise<number> {
    const answer = await this.send('office', 'objections', objection);
    return ((await answer.json()) as { id: number }).id;
  }

  /** The leader decides. */
  async decideObjection(id: number, decision: { upheld: boolean; reason: string }): Promise<void> {
    await this.send('leader', `objections/${id}/decide`, decision);
  }

  async download(account: DeskAccount, path: string): Promise<Buffer> {
    return Buffer.from(await (await this.call(account, path)).arrayBuffer());
  }

  /** The payroll clerk hands in what was withheld: from everybody what the bulletin says. */
  async handInReceipt({ month, charged }: SettledMonth): Promise<ReceiptAnswer> {
    const lines = charged
      .filter(({ deductedFen }) => deductedFen > 0)
      .map(({ cadreCode, deductedFen }) => `${cadreCode},${(deductedFen / 100).toFixed(2)}`);
    const form = new FormData();
    const csv = ['人员编码,实扣金额', ...lines, ''].join('\r\n');
    form.set('file', new Blob([csv], { type: 'text/csv' }), `${month}-回执.csv`);
    const answer = await this.call('payroll', `months/${month}/payroll-receipts`, {
      method: 'POST',
      body: form,
    });
    return (await answer.json()) as ReceiptAnswer;
  }

  private async send(account: DeskAccount, path: string, body: object): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    return this.call(account, path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  private async call(account: DeskAccount, path: string, request: RequestInit = {}): Promise<Response> {
    const headers = { ...request.headers, authorization: `Bearer ${await this.tokenOf(account)}` };
    return this.ask(path, { ...request, headers });
  }

  private tokenOf(account: DeskAccount): Promise<string> {
    const token = this.tokens.get(account) ?? this.signIn(account);
    this.tokens.set(account, token);
    return token;
  }

  private async signIn(username: DeskAccount): Promise<string> {
    const answer = await this.ask('auth/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: this.password }),
    });
    return ((await answer.json()) as { accessToken: string }).accessToken;
  }

  private async ask(path: string, request: RequestInit): Promise<Response> {
    const answer = await fetch(`${this.url}/api/${path}`, request);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}

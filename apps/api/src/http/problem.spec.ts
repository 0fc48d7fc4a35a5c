import { Public, Roles } from '@cunqin/accounts';
import { ClockProtocolError } from '@cunqin/clock-protocol';
import { CodedError } from '@cunqin/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  BadRequestException,
  Body,
  Controller,
  Get,
  MethodNotAllowedException,
  Param,
  Post,
  Res,
  ServiceUnavailableException,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsInt, IsString, Max, MinLength, ValidateNested } from 'class-validator';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { RowIdPipe } from './row-id.pipe.js';
import { startApi, type StartedApi } from './testing/start-api.js';

class Item {
  @IsString()
  @MinLength(2)
  title: string;
}

class Echo {
  @IsInt()
  @Max(10)
  count: number;

  @ValidateNested({ each: true })
  @ArrayMaxSize(2)
  @Type(() => Item)
  items: Item[];
}

const SECRET = 'the inside of the program';

@Public()
@Controller('failing')
class FailingController {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Post('echo')
  echo(@Body() body: Echo): Echo {
    return body;
  }

  @Get('coded')
  coded(): never {
    throw new CodedError('SAMPLE.REFUSED', 'refused for a test', {
      status: 409,
      title: '测试拒绝',
      fields: [{ field: 'week', message: '周次有误' }],
      cause: new Error(SECRET),
    });
  }

  @Get('clock')
  clock(): never {
    throw new ClockProtocolError('CLOCK.TIMEOUT', 'no answer from 192.168.1.9:4370');
  }

  @Get('other-clock')
  otherClock(): never {
    throw Object.assign(new Error('a driver of its own'), { code: 'CLOCK.STRANGE' });
  }

  @Get('unexpected')
  unexpected(): never {
    throw new Error(SECRET, { cause: new Error('a deeper cause') });
  }

  @Get('not-even-an-error')
  notEvenAnError(): never {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- libraries do throw such things
    throw SECRET;
  }

  @Get('unavailable')
  unavailable(): never {
    throw new ServiceUnavailableException(SECRET);
  }

  @Get('method')
  method(): never {
    throw new MethodNotAllowedException();
  }

  @Get('plain-bad-request')
  plainBadRequest(): never {
    throw new BadRequestException('no such boundary');
  }

  @Get('sql')
  sql(): Promise<unknown> {
    return this.dataSource.query(`SELECT '${SECRET}' FROM nowhere`);
  }

  @Get('half-way')
  halfWay(@Res() response: Response): never {
    response.write('the first half');
    throw new Error('the second half never came');
  }

  @Get('rows/:id')
  row(@Param('id', RowIdPipe) id: number): { id: number } {
    return { id };
  }

  @Post('store')
  async store(@Body() body: Record<string, string>): Promise<unknown> {
    return this.dataSource.query('SELECT $1::text', [body['text']]);
  }

  @Get('guarded')
  @Roles('admin')
  guarded(): void {}
}

let api: StartedApi;
beforeAll(async () => {
  api = await startApi({ controllers: [FailingController] });
});
afterAll(() => api.stop());

const get = (path: string) => api.http().get(`/api/failing/${path}`);
const echo = (body: object) => api.http().post('/api/failing/echo').send(body);

describe('a problem', () => {
  it('has the media type of RFC 9457 and is stored by no cache', async () => {
    const answer = await get('coded').expect(409);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('that was coded is told as it says, without its cause', async () => {
    const answer = await get('coded').expect(409);
    expect(answer.body).toEqual({
      type: 'urn:cunqin:problem:SAMPLE.REFUSED',
      title: '测试拒绝',
      status: 409,
      code: 'SAMPLE.REFUSED',
      detail: 'refused for a test',
      fields: [{ field: 'week', message: '周次有误' }],
    });
  });

  it('of a clock is a bad gateway', async () => {
    expect((await get('clock').expect(502)).body).toEqual({
      type: 'urn:cunqin:problem:CLOCK.TIMEOUT',
      title: '打卡机没有及时应答',
      status: 502,
      code: 'CLOCK.TIMEOUT',
      detail: 'no answer from 192.168.1.9:4370',
    });
  });

  it('of a clock that has no sentence of its own has a general one', async () => {
    const { body } = await get('other-clock').expect(502);
    expect(body).toMatchObject({ code: 'CLOCK.STRANGE', title: '打卡机没有正确应答' });
  });

  it.each(['unexpected', 'not-even-an-error', 'unavailable', 'sql'])(
    'of our own (%s) says nothing of the inside',
    async (path) => {
      const answer = await get(path).expect(500);
      expect(answer.body).toEqual({
        type: 'urn:cunqin:problem:INTERNAL',
        title: '系统内部错误，请联系管理员',
        status: 500,
        code: 'INTERNAL',
      });
    },
  );

  it('of our own is logged with its stack and its cause', async () => {
    await get('unexpected?token=secret-in-a-query').expect(500);
    const entry = api.logged.findLast((line) => line.includes('/api/failing/unexpected'));
    expect(entry).toContain(SECRET);
    expect(entry).toMatch(/at FailingController\.unexpected/);
    expect(entry).toContain('caused by Error: a deeper cause');
    expect(entry).not.toContain('secret-in-a-query');
  });

  it('of the asker is not logged', async () => {
    const before = api.logged.length;
    await get('coded').expect(409);
    await get('nowhere').expect(404);
    expect(api.logged).toHaveLength(before);
  });

  it.each([
    ['an address that does not exist', () => get('nowhere'), 404, 'REQUEST.NOT_FOUND'],
    ['an address outside the API', () => api.http().get('/elsewhere'), 404, 'REQUEST.NOT_FOUND'],
    [
      'a method the address does not have',
      () => api.http().put('/api/failing/echo'),
      404,
      'REQUEST.NOT_FOUND',
    ],
    ['a method that is refused', () => get('method'), 405, 'REQUEST.METHOD_NOT_ALLOWED'],
    ['a plain refusal of the framework', () => get('plain-bad-request'), 400, 'REQUEST.INVALID'],
    ['a broken escape in the path', () => get('rows/%ff'), 400, 'REQUEST.INVALID'],
    ['a number no row has', () => get('rows/99999999999'), 400, 'REQUEST.INVALID'],
    ['a row number that is no number', () => get('rows/abc'), 400, 'REQUEST.INVALID'],
    ['a row number below one', () => get('rows/0'), 400, 'REQUEST.INVALID'],
    ['a row number with a fraction', () => get('rows/1.5'), 400, 'REQUEST.INVALID'],
    ['the bare prefix', () => api.http().get('/api'), 404, 'REQUEST.NOT_FOUND'],
    ['a body over the limit', () => echo({ text: 'x'.repeat(1_100_000) }), 413, 'REQUEST.TOO_LARGE'],
    [
      'a body that is not JSON',
      () => api.http().post('/api/failing/echo').type('application/json').send('{"count": 1,'),
      400,
      'REQUEST.NOT_JSON',
    ],
    [
      'a body in a character set nobody knows',
      () =>
        api
          .http()
          .post('/api/failing/echo')
          .set('Content-Type', 'application/json; charset=ebcdic')
          .send('{}'),
      415,
      'REQUEST.UNSUPPORTED_TYPE',
    ],
    [
      'a body of another type',
      () => api.http().post('/api/failing/echo').type('text/plain').send('count=1'),
      400,
      'REQUEST.INVALID',
    ],
    ['a body that is a list', () => echo([1]), 400, 'REQUEST.INVALID'],
    [
      'text the database cannot hold',
      () => api.http().post('/api/failing/store').send({ text: 'a\u0000b' }),
      400,
      'REQUEST.INVALID',
    ],
    ['a missing token', () => get('guarded'), 401, 'AUTH.REQUIRED'],
  ])('answers %s', async (_, send, status, code) => {
    const answer = await send();
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ type: `urn:cunqin:problem:${code}`, status, code });
    expect(answer.status).toBe(status);
    expect(answer.body.title).toMatch(/\p{Script=Han}/u);
  });

  it('in the middle of a download cuts it off instead of ending it in good order', async () => {
    await expect(get('half-way')).rejects.toThrow(/aborted|hang up/);
  });
});

describe('a request that is not valid', () => {
  it('names each field by its path, in Chinese', async () => {
    const answer = await echo({
      count: 11,
      items: [{ title: '蒋寨' }, { title: 'x', extra: 1 }],
      more: true,
    }).expect(400);
    expect(answer.body).toMatchObject({ code: 'REQUEST.INVALID', title: '请求有误' });
    expect(answer.body.fields).toEqual([
      { field: 'more', message: '没有这个字段' },
      { field: 'count', message: '不能大于 10' },
      { field: 'items[1].extra', message: '没有这个字段' },
      { field: 'items[1].title', message: '至少 2 个字' },
    ]);
  });

  it('says of what is missing only that it is missing', async () => {
    const answer = await echo({ items: [{}] }).expect(400);
    expect(answer.body.fields).toEqual([
      { field: 'count', message: '必须填写' },
      { field: 'items[0].title', message: '必须填写' },
    ]);
  });

  it('cannot reach into the prototype of anything', async () => {
    const body = '{"count": 1, "items": [], "__proto__": {"polluted": true}}';
    await api.http().post('/api/failing/echo').type('application/json').send(body);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('a valid request', () => {
  it('comes through as it was sent', async () => {
    const body = { count: 3, items: [{ title: '蒋寨' }] };
    expect((await echo(body).expect(201)).body).toEqual(body);
    expect((await get('rows/17').expect(200)).body).toEqual({ id: 17 });
  });
});

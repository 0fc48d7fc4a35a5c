import { CodedError, type FieldFault } from '@cunqin/platform';
import { ValidationPipe, type ValidationError } from '@nestjs/common';

/** Chinese for the validators that are used without a sentence of their own; `#` is their number. */
const sentences: Readonly<Record<string, string>> = {
  whitelistValidation: '没有这个字段',
  nestedValidation: '应为对象',
  unknownValue: '应为对象',
  isObject: '应为对象',
  isString: '应为文字',
  isNotEmpty: '不能为空',
  isDefined: '必须填写',
  isInt: '应为整数',
  isNumber: '应为数字',
  isBoolean: '应为 true 或 false',
  isIn: '不是允许的取值',
  isEnum: '不是允许的取值',
  isArray: '应为列表',
  arrayNotEmpty: '列表不能为空',
  arrayMinSize: '列表至少 # 项',
  arrayMaxSize: '列表最多 # 项',
  arrayUnique: '列表中有重复',
  minLength: '至少 # 个字',
  maxLength: '最多 # 个字',
  min: '不能小于 #',
  max: '不能大于 #',
  matches: '格式不对',
  isIp: '应为 IP 地址',
  isPort: '应为端口号',
};

const CHINESE = /\p{Script=Han}/u;
const LAST_NUMBER = /-?\d+(?:\.\d+)?(?!.*\d)/;

/** Bodies, queries and paths become their DTO classes; a field that no DTO names is refused. */
export function requestValidation(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    exceptionFactory: (errors) => invalidRequest(errors.flatMap((error) => faultsOf(error, ''))),
  });
}

/** `REQUEST.INVALID`, naming the fields. For pipes and controllers that check what no validator can. */
export function invalidRequest(fields: readonly FieldFault[]): CodedError {
  const names = fields.map((fault) => fault.field).join(', ');
  return new CodedError('REQUEST.INVALID', `the request is not valid: ${names || 'body'}`, {
    title: '请求有误',
    fields,
  });
}

/** `items[0].title` for a fault deep inside. */
function faultsOf(error: ValidationError, parent: string): FieldFault[] {
  const field = pathOf(parent, error.property);
  const deeper = (error.children ?? []).flatMap((child) => faultsOf(child, field));
  const constraints = Object.entries(error.constraints ?? {});
  if (constraints.length === 0) return deeper;
  return [{ field, message: messageOf(error, constraints) }, ...deeper];
}

function pathOf(parent: string, property: string | undefined): string {
  if (property === undefined) return parent;
  if (parent === '') return property;
  return /^\d+$/.test(property) ? `${parent}[${property}]` : `${parent}.${property}`;
}

function messageOf(error: ValidationError, constraints: [name: string, message: string][]): string {
  const isMissing =
    error.value === undefined && constraints.every(([name]) => name !== 'whitelistValidation');
  if (isMissing && error.property !== undefined) return '必须填写';
  return [...new Set(constraints.map(([name, message]) => inChinese(name, message)))].join('；');
}

function inChinese(name: string, message: string): string {
  if (CHINESE.test(message)) return message;
  return (sentences[name] ?? '不符合要求').replace('#', LAST_NUMBER.exec(message)?.[0] ?? '');
}

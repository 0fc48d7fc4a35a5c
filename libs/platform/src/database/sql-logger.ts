import { Logger as NestLogger } from '@nestjs/common';
import { AbstractLogger, type LogLevel, type LogMessage } from 'typeorm';

const LONGEST_STATEMENT = 300;

/** Logs failed statements, without their parameters: those may be secrets or people's data. */
export class SqlLogger extends AbstractLogger {
  private readonly logger = new NestLogger('SQL');

  constructor() {
    super(['error', 'migration']);
  }

  protected override writeLog(
    level: LogLevel,
    messages: LogMessage | string | number | (LogMessage | string | number)[],
  ): void {
    for (const { type, message } of this.prepareLogMessages(messages, {
      appendParameterAsComment: false,
      highlightSql: false,
    })) {
      if (type === 'query-error' || level === 'error') {
        this.logger.error(String(message).replaceAll(/\s+/g, ' ').slice(0, LONGEST_STATEMENT));
      }
    }
  }
}

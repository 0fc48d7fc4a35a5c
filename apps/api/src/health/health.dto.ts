import { ApiProperty } from '@nestjs/swagger';

/** Nothing more is said to callers that need no token. */
export class HealthAnswer {
  @ApiProperty({ enum: ['ok'] })
  status: 'ok';
}

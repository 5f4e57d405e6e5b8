#!/bin/bash
# Runs inside LocalStack. Names and keys as in template.yaml; harmless when they are there already.
set -euo pipefail

create() {
  "$@" >/dev/null || echo "not created: $*"
}

create awslocal dynamodb create-table --table-name tidemark-checkpoints --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=pk,AttributeType=S AttributeName=sk,AttributeType=S \
    AttributeName=openStatus,AttributeType=S AttributeName=openSince,AttributeType=S \
  --key-schema AttributeName=pk,KeyType=HASH AttributeName=sk,KeyType=RANGE \
  --global-secondary-indexes \
    'IndexName=open-batches,KeySchema=[{AttributeName=openStatus,KeyType=HASH},{AttributeName=openSince,KeyType=RANGE}],Projection={ProjectionType=KEYS_ONLY}'
create awslocal dynamodb update-time-to-live --table-name tidemark-checkpoints \
  --time-to-live-specification AttributeName=expiresAt,Enabled=true
create awslocal dynamodb create-table --table-name tidemark-quakes --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=id,AttributeType=S --key-schema AttributeName=id,KeyType=HASH
create awslocal s3api create-bucket --bucket tidemark-payloads
create awslocal kinesis create-stream --stream-name quakes --shard-count 1

"""One message at a time with boto3: receive one, call the provider, delete it."""

import collections
import json
import os
import signal
import time

import boto3

queue_url = os.environ["BENCH_QUEUE_URL"]
delay_s = int(os.environ["BENCH_DELAY_MS"]) / 1000
# Named here: boto3 1.26 does not know AWS_ENDPOINT_URL_SQS.
sqs = boto3.client("sqs", region_name=os.environ["AWS_REGION"], endpoint_url=os.environ["AWS_ENDPOINT_URL_SQS"])
handled = collections.Counter()


def stop(*_):
    twice = sum(1 for times in handled.values() if times > 1)
    print(json.dumps({"distinct": len(handled), "twice": twice}), flush=True)
    os._exit(0)


signal.signal(signal.SIGTERM, stop)
while True:
    answer = sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=1, WaitTimeSeconds=20)
    for message in answer.get("Messages", []):
        if delay_s:
            time.sleep(delay_s)
        handled[message["MessageId"]] += 1
        sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])

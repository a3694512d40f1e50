"""Uses the queue as the backend does, through boto3, and prints what it saw as one line of JSON."""
import base64
import hashlib
import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, queue_name = sys.argv[1:3]


def client(access_key_id):
    return boto3.client(
        "sqs",
        endpoint_url=endpoint,
        region_name="ap-northeast-2",
        aws_access_key_id=access_key_id,
        aws_secret_access_key="test",
        config=Config(retries={"max_attempts": 0}),
    )


sqs = client("boto")
body = "한글 😀 \t\r\n <&> \"quoted\" & 'single'"
seen = {"version": boto3.__version__}


def code_of(call):
    try:
        call()
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


url = sqs.get_queue_url(QueueName=queue_name)["QueueUrl"]
seen["url"] = url
sent = sqs.send_message(
    QueueUrl=url,
    MessageBody=body,
    MessageAttributes={
        "text": {"DataType": "String", "StringValue": "값 <&>"},
        "number": {"DataType": "Number", "StringValue": "7"},
        "bytes": {"DataType": "Binary", "BinaryValue": bytes([0, 255, 128])},
    },
    MessageSystemAttributes={"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1"}},
)
message = sqs.receive_message(
    QueueUrl=url, AttributeNames=["All"], MessageAttributeNames=["All"], WaitTimeSeconds=1
)["Messages"][0]
seen["body"] = message["Body"] == body
seen["md5"] = message["MD5OfBody"] == sent["MD5OfMessageBody"] == hashlib.md5(body.encode()).hexdigest()
seen["attributesMd5"] = message["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"]
seen["text"] = message["MessageAttributes"]["text"]
seen["bytes"] = base64.b64encode(message["MessageAttributes"]["bytes"]["BinaryValue"]).decode()
seen["receiveCount"] = message["Attributes"]["ApproximateReceiveCount"]
seen["traceHeader"] = message["Attributes"]["AWSTraceHeader"]
sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
message = sqs.receive_message(QueueUrl=url)["Messages"][0]
seen["withoutAttributes"] = sorted(message)
sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

batch = sqs.send_message_batch(
    QueueUrl=url,
    Entries=[{"Id": str(i), "MessageBody": f"m{i}", "DelaySeconds": 900 if i == 9 else 0} for i in range(10)],
)
seen["batch"] = [entry["Id"] for entry in batch["Successful"]]
messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
seen["received"] = sorted(m["Body"] for m in messages)
entries = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(messages)]
changed = sqs.change_message_visibility_batch(
    QueueUrl=url, Entries=[{**entry, "VisibilityTimeout": 30} for entry in entries[:2]]
)
seen["changed"] = len(changed["Successful"])
deleted = sqs.delete_message_batch(QueueUrl=url, Entries=[*entries, {"Id": "x", "ReceiptHandle": "garbage"}])
seen["deleted"] = [len(deleted["Successful"]), deleted["Failed"][0]["Code"], deleted["Failed"][0]["SenderFault"]]
seen["delayed"] = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessagesDelayed"])[
    "Attributes"
]
seen["empty"] = sqs.receive_message(QueueUrl=url).get("Messages")
sqs.purge_queue(QueueUrl=url)

other = sqs.create_queue(QueueName="other", Attributes={"VisibilityTimeout": "5"}, tags={"a": "1"})["QueueUrl"]
sqs.tag_queue(QueueUrl=other, Tags={"b": "2"})
sqs.untag_queue(QueueUrl=other, TagKeys=["a"])
seen["tags"] = sqs.list_queue_tags(QueueUrl=other)["Tags"]
sqs.set_queue_attributes(QueueUrl=other, Attributes={"VisibilityTimeout": "6"})
seen["visibility"] = sqs.get_queue_attributes(QueueUrl=other, AttributeNames=["All"])["Attributes"]["VisibilityTimeout"]
seen["queues"] = sqs.list_queues(QueueNamePrefix="o")["QueueUrls"] == [other]
seen["sources"] = sqs.list_dead_letter_source_queues(QueueUrl=url + "-dlq")["queueUrls"] == [url]
sqs.delete_queue(QueueUrl=other)

arn = "arn:aws:sqs:ap-northeast-2:000000000000:"
other = sqs.create_queue(QueueName="rules", Attributes={"MessageRetentionPeriod": "60"})["QueueUrl"]
sqs.send_message(QueueUrl=other, MessageBody="a", MessageAttributes={
    "__proto__": {"DataType": "String", "StringValue": "x"},
})
message = sqs.receive_message(QueueUrl=other, MessageAttributeNames=["All"], AttributeNames=["All"])["Messages"][0]
seen["proto"] = sorted(message["MessageAttributes"])
policy = json.dumps({"deadLetterTargetArn": arn + "nope", "maxReceiveCount": 2})
number = {"n": {"DataType": "Number", "StringValue": "abc"}}
sqs.purge_queue(QueueUrl=other)
seen["rules"] = [
    code_of(lambda: sqs.set_queue_attributes(QueueUrl=other, Attributes={"RedrivePolicy": policy})),
    code_of(lambda: sqs.send_message(QueueUrl=other, MessageBody="a", MessageAttributes=number)),
    code_of(lambda: sqs.send_message(QueueUrl=other, MessageBody="a", MessageDeduplicationId="d")),
    code_of(lambda: sqs.receive_message(QueueUrl=other, AttributeNames=["Bogus"])),
    code_of(lambda: sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])),
    code_of(lambda: sqs.purge_queue(QueueUrl=other)),
    code_of(lambda: sqs.create_queue(QueueName="a.fifo", Attributes={"FifoQueue": "true"})),
    code_of(lambda: sqs.add_permission(QueueUrl=other, Label="x", AWSAccountIds=["1"], Actions=["*"])),
]
sqs.delete_queue(QueueUrl=other)
seen["deletedRecently"] = code_of(lambda: sqs.create_queue(QueueName="rules"))

other = sqs.create_queue(QueueName="other2")["QueueUrl"]
sqs.delete_queue(QueueUrl=other)
seen["missing"] = code_of(lambda: sqs.send_message(QueueUrl=other, MessageBody="a"))
seen["missingUrl"] = code_of(lambda: sqs.get_queue_url(QueueName="nowhere"))
seen["tooMany"] = code_of(lambda: sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=11))
seen["tooBig"] = code_of(lambda: sqs.send_message(QueueUrl=url, MessageBody="a" * 1_048_577))
seen["fault"] = code_of(lambda: client("denied").list_queues())
print(json.dumps(seen))

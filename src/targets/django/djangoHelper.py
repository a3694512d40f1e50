# Runs inside the backend: `manage.py shell -c <this>`. Reads one JSON request per line from standard input until its
# end, and answers each with one line on standard output: a marker and JSON, both ASCII in any locale. Values arrive
# only as JSON and reach the ORM only as parameters. Runs on Django 3.2 to 5.2.
import json, os, sys

MARKER = b"@@messaging "
answers = os.fdopen(os.dup(1), "wb", 0)
# From here on the backend's own output goes to standard error.
os.dup2(2, 1)

import datetime, django
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, InterfaceError, OperationalError
from django.db import close_old_connections, connection, connections, reset_queries, transaction

PAGE = 2000
WRITES = {"setSender"}


class Refusal(Exception):
    def __init__(self, kind, message=""):
        super().__init__(message)
        self.kind = kind


def model(label, name, needed):
    """The model by its usual label, else the only one with that name and those fields."""
    try:
        return apps.get_model(label, name)
    except LookupError:
        found = [m for m in apps.get_models() if m.__name__ == name and needed <= set(columns(m))]
        if len(found) != 1:
            raise Refusal("no-model", "%s.%s" % (label, name))
        return found[0]


def columns(of):
    return [f.attname for f in of._meta.concrete_fields]


def plain(value):
    if isinstance(value, datetime.datetime) and value.tzinfo:
        return value.astimezone(datetime.timezone.utc).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, datetime.datetime) else str(value)


# The default reconnects at every call. Health checks need Django 4.1; `alive` covers older versions.
for each in connections.all():
    each.settings_dict.update(CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=True)


def present(of, names):
    has = set(columns(of))
    return [name for name in names if name in has]


def alive():
    """Closes a connection that the database has closed meanwhile, so that the next query reconnects."""
    close_old_connections()
    if connection.connection is not None and not connection.is_usable():
        connection.close()


def bounded():
    """Limits waiting for a lock: this transaction times out before its caller does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = 4000; SET LOCAL statement_timeout = 6000")


def tenant_of(code, queryset=None):
    tenant = (Tenant.objects.all() if queryset is None else queryset).filter(code=code).first()
    if tenant is None:
        raise Refusal("no-tenant")
    return tenant


def summary(tenant):
    sender = tenant.messaging_sender or "" if "messaging_sender" in SUMMARY else ""
    found = {"id": tenant.pk, "code": tenant.code, "name": getattr(tenant, "name", ""), "messagingSender": sender}
    return {**found, "isActive": bool(tenant.is_active)} if "is_active" in SUMMARY else found


def schema(_):
    longest = Tenant._meta.get_field("messaging_sender").max_length if "messaging_sender" in SUMMARY else None
    return {"tenantFields": columns(Tenant), "logFields": columns(Log), "senderMaxLength": longest}


def tenants(asked):
    rows = Tenant.objects.filter(pk__gt=asked["afterId"]).order_by("pk").only(*SUMMARY)
    return {"total": Tenant.objects.count(), "tenants": [summary(t) for t in rows[: asked["limit"]]]}


def tenant(asked):
    return summary(tenant_of(asked["code"], Tenant.objects.only(*SUMMARY)))


def record(asked):
    names = present(Tenant, ["id", "code", "messaging_sender", "credit_balance", "messaging_is_active", "messaging_base_price"])
    row = Tenant.objects.filter(code=asked["code"]).values(*names).first()
    if row is None:
        raise Refusal("no-tenant")
    return row


def logs_of(code):
    return Log.objects.filter(tenant_id=tenant_of(code).pk) if code is not None else Log.objects.all()


def logs(asked):
    names = present(Log, ["id", "sent_at", "success", "failure_reason", "recipient_summary", "status"])
    rows = logs_of(asked["code"]).filter(pk__gt=asked["afterId"]).order_by("pk")
    return [{**row, "id": str(row["id"])} for row in rows.values(*names)[:PAGE]]


def newestLogs(asked):
    names = present(Log, ["id", "sent_at", "success", "failure_reason", "recipient_summary", "status"])
    rows = logs_of(asked["code"]).order_by("-pk")
    return [{**row, "id": str(row["id"])} for row in rows.values(*names)[: asked["limit"]]]


def lastLogId(asked):
    return logs_of(asked["code"]).order_by("-pk").values_list("pk", flat=True).first() or 0


def recipients(asked):
    Student = model("students", "Student", {"tenant_id", "phone", "parent_phone"})
    rows = Student.objects.filter(tenant_id=tenant_of(asked["code"]).pk, pk__in=asked["studentIds"])
    if "deleted_at" in columns(Student):
        rows = rows.filter(deleted_at=None)
    number = "phone" if asked["sendTo"] == "student" else "parent_phone"
    return [{"studentId": pk, "number": (value or "").strip() or None} for pk, value in rows.order_by("pk").values_list("pk", number)]


def students(asked):
    Student = model("students", "Student", {"tenant_id", "phone", "parent_phone"})
    rows = Student.objects.filter(tenant_id=tenant_of(asked["code"]).pk)
    if "deleted_at" in columns(Student):
        rows = rows.filter(deleted_at=None)
    is_named = "name" in columns(Student)
    if asked["search"]:
        rows = rows.filter(name__contains=asked["search"]) if is_named else rows.none()
    names = ["pk", "phone", "parent_phone"] + (["name"] if is_named else [])
    return [
        {
            "id": row["pk"],
            "name": row.get("name") or "",
            "hasPhone": bool((row["phone"] or "").strip()),
            "hasParentPhone": bool((row["parent_phone"] or "").strip()),
        }
        for row in rows.order_by("pk").values(*names)[: asked["limit"]]
    ]


def locked(code):
    """The tenant, locked until the transaction ends. SQLite has no SELECT FOR UPDATE, and a transaction that reads first
    and writes later fails at once ("database is locked"): there, a write that changes nothing waits for the lock."""
    if not connection.features.has_select_for_update:
        Tenant.objects.filter(code=code).update(code=code)
    return tenant_of(code, Tenant.objects.select_for_update())


def setSender(asked):
    if "messaging_sender" not in SUMMARY:
        raise Refusal("no-model", "core.Tenant.messaging_sender")
    with transaction.atomic():
        bounded()
        tenant = locked(asked["code"])
        if (tenant.messaging_sender or "") != asked["expected"]:
            raise Refusal("changed")
        try:
            tenant.messaging_sender = Tenant._meta.get_field("messaging_sender").clean(asked["value"], tenant)
        except ValidationError as error:
            raise Refusal("invalid", " ".join(error.messages))
        # Never a bare save(): it also writes credit_balance and would undo what the worker has deducted meanwhile.
        tenant.save(update_fields=["messaging_sender"])
    return summary(tenant)


OPERATIONS = {f.__name__: f for f in (schema, tenants, tenant, record, logs, newestLogs, lastLogId, recipients, students, setSender)}


def tell(answer):
    # Starts a new line, in case the backend printed without a newline.
    answers.write(b"\n" + MARKER + json.dumps(answer, default=plain, separators=(",", ":")).encode("ascii") + b"\n")


def answer(request):
    operation = request["operation"]
    alive()
    try:
        return OPERATIONS[operation](request)
    except (OperationalError, InterfaceError):
        connections.close_all()
        if operation in WRITES:
            raise
        return OPERATIONS[operation](request)
    finally:
        reset_queries()


def failure(error):
    if isinstance(error, Refusal):
        return {"kind": error.kind, "message": str(error)}
    kind = "database" if isinstance(error, (DatabaseError, InterfaceError)) else "bug"
    return {"kind": kind, "message": ("%s: %s" % (type(error).__name__, error))[:2000]}


try:
    Tenant = model("core", "Tenant", {"code", "credit_balance"})
    Log = model("messaging", "NotificationLog", {"tenant_id", "success"})
    SUMMARY = present(Tenant, ["id", "code", "name", "messaging_sender", "is_active"])
    database = connection.settings_dict
    names = {"vendor": connection.vendor, "database": os.path.basename(str(database["NAME"]))}
    tell({"ready": {"django": django.get_version(), **names}})
except Exception as error:
    tell({"error": failure(error)})
    sys.exit(1)

for line in sys.stdin.buffer:
    if not line.strip():
        continue
    request = json.loads(line)
    try:
        tell({"id": request["id"], "result": answer(request)})
    except Exception as error:
        tell({"id": request["id"], "error": failure(error)})

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxMail(models.Model):
    """A mail that waits to be sent, written in the transaction of what it tells about.

    It carries a reference and a link, never a name.
    """

    to = models.EmailField()
    subject = models.CharField(max_length=150)
    body = models.TextField()
    reference = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("mail")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=models.Q(sent_at=None), name="mail_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.created_at:%Y-%m-%d %H:%M}"


REFUSED, FAULT = "refused", "fault"
NOT_DONE = (REFUSED, FAULT)  # outcomes of a job's part that left everything as it was


class JobQuerySet(models.QuerySet["Job"]):
    def without_file(self) -> "JobQuerySet":
        """For pages: the file may be large, only whether there is one matters."""
        return self.defer("output").annotate(has_file=models.Q(output__isnull=False))


class Job(models.Model):
    """A piece of background work: a nightly duty, or something a person started and need not wait for."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    kind = models.CharField(max_length=40)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    payload = models.JSONField(default=dict)  # codes and numbers only
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)  # also says whose claim a running job is
    total = models.PositiveIntegerField(default=0)
    rows = models.JSONField(
        default=list
    )  # what became of each part: [reference, person code, outcome, message]
    output = models.BinaryField(null=True)  # a file to fetch, emptied after a day
    created_at = models.DateTimeField(auto_now_add=True)
    progress_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "due_at"], name="job_once_per_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def failures(self) -> int:
        return sum(row[2] in NOT_DONE for row in self.rows)

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)

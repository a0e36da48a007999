from django.db import models

from privacy.rights.items import Item


class Opening(models.Model):
    """What the rows that open an object to somebody share: until when, and for which stated purpose."""

    until = models.DateTimeField(null=True, blank=True)
    purpose = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    class PersonalData:
        personal = {"purpose": Item.TALKS}
        plain = {"id", "user", "group", "permission", "content_object", "until"}

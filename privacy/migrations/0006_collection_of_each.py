import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0005_collections_of_old")]
    operations = [
        migrations.AlterField(
            model_name='sheetissue',
            name='collection',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='privacy.collection'),
        ),
    ]

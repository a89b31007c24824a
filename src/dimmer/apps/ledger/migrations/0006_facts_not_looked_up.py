"""One statement enters an entry and its facts, so the database need not look the entry up again for each of them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_witnesses")]

    operations = [
        migrations.AlterField(
            model_name="sealedfacts",
            name="entry",
            field=models.OneToOneField(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                primary_key=True,
                serialize=False,
                to="ledger.entry",
            ),
        ),
    ]
